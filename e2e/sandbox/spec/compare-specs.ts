// `npm run compare-specs -- <folder>`: what our tables of partners' fields say otherwise than the
// publications in that folder (cv/fields.json, sienge/*.yaml). With `--take` the tables take over what
// is published.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { compareFacts } from "./compare-facts.ts";
import type { EndpointTable } from "./facts.ts";
import { readCvFields } from "./read-cv-fields.ts";
import { readSiengeFields } from "./read-sienge-fields.ts";

const READERS: Readonly<Record<string, (folder: string) => EndpointTable>> = {
  cv: (folder) => readCvFields(JSON.parse(readFileSync(path.join(folder, "fields.json"), "utf8"))),
  sienge: (folder) =>
    Object.assign(
      {},
      ...readdirSync(folder)
        .filter((name) => name.endsWith(".yaml"))
        .map((name) => readSiengeFields(parse(readFileSync(path.join(folder, name), "utf8")))),
    ) as EndpointTable,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { take: { type: "boolean", default: false } },
});
const [folder] = positionals;
if (!folder) {
  console.error("Name the folder of the publications: npm run compare-specs -- <folder>");
  process.exit(2);
}
let sum = 0;
for (const [partner, read] of Object.entries(READERS)) {
  const file = path.resolve(`e2e/sandbox/${partner}/spec/endpoints.json`);
  const ours = JSON.parse(readFileSync(file, "utf8")) as EndpointTable;
  const published = read(path.join(folder, partner));
  if (values.take) {
    for (const endpoint of Object.keys(ours))
      if (published[endpoint]) ours[endpoint] = published[endpoint];
    writeFileSync(file, `${JSON.stringify(ours, null, 1)}\n`);
  }
  const differences = compareFacts(ours, published);
  for (const line of differences) console.log(line);
  console.log(
    `${partner}: ${Object.keys(ours).length} endpoints compared with ${Object.keys(published).length} published: ${differences.length} differences`,
  );
  sum += differences.length;
}
process.exit(sum === 0 ? 0 : 1);
