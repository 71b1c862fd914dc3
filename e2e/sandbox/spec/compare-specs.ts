// `npm run compare-specs -- <folder>`: what our tables of partners' fields say otherwise than the
// publications in that folder (cv/fields.json). With `--take` the tables take over what is published.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { compareFacts } from "./compare-facts.ts";
import type { EndpointTable } from "./facts.ts";
import { readCvFields } from "./read-cv-fields.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { take: { type: "boolean", default: false } },
});
const [folder] = positionals;
if (!folder) {
  console.error("Name the folder of the publications: npm run compare-specs -- <folder>");
  process.exit(2);
}
const file = path.resolve("e2e/sandbox/cv/spec/endpoints.json");
const ours = JSON.parse(readFileSync(file, "utf8")) as EndpointTable;
const published = readCvFields(
  JSON.parse(readFileSync(path.join(folder, "cv/fields.json"), "utf8")),
);
if (values.take) {
  for (const endpoint of Object.keys(ours))
    if (published[endpoint]) ours[endpoint] = published[endpoint];
  writeFileSync(file, `${JSON.stringify(ours, null, 1)}\n`);
}
const differences = compareFacts(ours, published);
for (const line of differences) console.log(line);
console.log(
  `${Object.keys(ours).length} endpoints compared with ${Object.keys(published).length} published: ${differences.length} differences`,
);
process.exit(differences.length === 0 ? 0 : 1);
