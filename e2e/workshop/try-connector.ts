// `npm run try-connector <type> -- --settings file.json --from 2026-03-01 --to 2026-03-02`: one
// partner at a real address, with invented records. Delivers nothing without --deliver.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { makeBranch } from "@/lib/connectors/conformance/fixed-day.ts";
import { addDays, dayInZone, refusePeriod } from "@/lib/core/period.ts";
import { findConnector } from "@/lib/registry.ts";
import { CONNECTOR_USES } from "../sandbox/connector-uses.ts";
import { readSettings } from "./read-settings.ts";
import { tryConnector } from "./try-run.ts";

const today = dayInZone(new Date(), "America/Sao_Paulo");
const yesterday = addDays(today, -1);
const {
  values,
  positionals: [id = ""],
} = parseArgs({
  allowPositionals: true,
  options: {
    settings: { type: "string", default: "" },
    from: { type: "string", default: yesterday },
    to: { type: "string", default: yesterday },
    operation: { type: "string" },
    cnpj: { type: "string", multiple: true, default: [] },
    deliver: { type: "boolean", default: false },
    "allow-private": { type: "string", multiple: true, default: [] },
  },
});

function refuse(reason: string): never {
  console.error(
    `${reason}\n\nnpm run try-connector <type> -- --settings file.json [--from day] [--to day] [--operation name] [--cnpj of-a-branch]… [--allow-private host]… [--deliver]`,
  );
  process.exit(1);
}

const connector = findConnector(id);
const use = CONNECTOR_USES[id];
if (!connector || !use)
  refuse(`The type is one of ${Object.keys(CONNECTOR_USES).sort().join(", ")}.`);
if (values.settings === "") refuse("Name the file with the settings.");
const operation = values.operation ?? (use.operation || [use.collects ?? ""].flat()[0]!);
if (!connector.operations[operation])
  refuse(`The operation is one of ${Object.keys(connector.operations).join(", ")}.`);
const period = { first: values.from, last: values.to };
const refused = refusePeriod(period, today);
if (refused) refuse(refused.message);
const branches =
  values.cnpj.length === 0
    ? [makeBranch({ id: 1 })]
    : values.cnpj.map((cnpj, index) => makeBranch({ id: index + 1, cnpj }));

const read = readSettings(connector, readFileSync(values.settings, "utf8"), branches);
if (!read.right) refuse(read.wrong.join("\n"));
const stopping = new AbortController();
process.once("SIGINT", () => stopping.abort());
const well = await tryConnector({
  connector,
  operation,
  settings: read.values,
  branches,
  period,
  sales: use.sales?.(),
  deliver: values.deliver,
  allowPrivate: values["allow-private"],
  signal: stopping.signal,
  print: (line) => console.log(line),
});
process.exit(well ? 0 : 1);
