// `npm run report-fields`: runs the tests that speak with the stand-ins of CV and Sienge, and says of
// every field that was sent or read where it is known from. With `--all` published ones are listed too.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FieldRecord } from "./field-recorder.ts";
import { mergeRecords, reportRecord } from "./open-field-recorder.ts";
import { describeField } from "./report-fields.ts";

/** The files that watch their lines: between them they call all that the product calls. */
const SUITES = [
  "lib/multi-cv/transfer-flow.test.ts",
  "lib/multi-cv/situation-flow.test.ts",
  "e2e/sandbox/cv",
  "e2e/sandbox/sienge",
];

const folder = mkdtempSync(path.join(tmpdir(), "enlace-fields-"));
try {
  const run = spawnSync("vitest", ["run", ...SUITES], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ENLACE_FIELDS_FOLDER: folder },
  });
  const records = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(path.join(folder, name), "utf8")) as FieldRecord,
  );
  const sources = reportRecord(mergeRecords(records));
  for (const source of ["captured", "explained", "neither"] as const) {
    const found = sources.filter((one) => one.source === source);
    console.log(`\n${source}: ${found.length}`);
    for (const one of found) console.log(`  ${describeField(one)}`);
  }
  const published = sources.filter(({ source }) => source === "published");
  console.log(`\npublished: ${published.length}`);
  if (process.argv.includes("--all"))
    for (const one of published) console.log(`  ${describeField(one)}`);
  process.exitCode = run.status === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
