// `npm run new-connector farol -- --transport rest --two-phase`: the files to begin a partner from.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Connector } from "@/lib/connectors/define.ts";
import { findConnector } from "@/lib/registry.ts";
import { CONNECTOR_USES } from "../sandbox/connector-uses.ts";
import type { StandIn } from "../sandbox/control/define-stand-in.ts";
import { SANDBOX_PORTS } from "../sandbox/stand-ins.ts";
import { addPartner, DRAFTS, draftConnector, exportName } from "./draft-connector.ts";
import { writeGoldens } from "./write-goldens.ts";

const root = path.resolve(import.meta.dirname, "../..");
const {
  values,
  positionals: [id = ""],
} = parseArgs({
  allowPositionals: true,
  options: {
    transport: { type: "string", default: "" },
    name: { type: "string" },
    "two-phase": { type: "boolean", default: false },
  },
});

function refuse(reason: string): never {
  console.error(
    `${reason}\n\nnpm run new-connector <id> -- --transport ${DRAFTS.join("|")} [--two-phase] [--name "…"]`,
  );
  process.exit(1);
}

if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
  refuse("The id is words of a-z and 0-9 with hyphens.");
if (!DRAFTS.includes(values.transport)) refuse(`The transport is one of ${DRAFTS.join(", ")}.`);
if (values["two-phase"] && values.transport === "ftp")
  refuse("Over FTP nobody answers: what was taken is accepted. Leave --two-phase out.");
const folders = ["lib/connectors", "e2e/sandbox"].map((place) => `${place}/${id}`);
if (findConnector(id) || folders.some((folder) => existsSync(path.join(root, folder))))
  refuse(`There is a ${id} already.`);

const files = draftConnector({
  id,
  name:
    values.name ??
    id.replace(/(^|-)([a-z])/g, (_, gap, letter) => `${gap && " "}${letter.toUpperCase()}`),
  draft: values.transport,
  twoPhase: values["two-phase"],
  port: SANDBOX_PORTS,
  place: Math.max(...Object.values(CONNECTOR_USES).map(({ demo }) => demo.place)) + 1,
});
for (const [file, text] of files) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}
const partners = path.join(root, "lib/partners.ts");
writeFileSync(partners, addPartner(readFileSync(partners, "utf8"), id));
spawnSync(path.join(root, "node_modules/.bin/oxfmt"), folders, { cwd: root, stdio: "inherit" });

const declared = (await import(path.join(root, `lib/connectors/${id}/index.ts`))) as Record<
  string,
  Connector
>;
const { standIn } = (await import(path.join(root, `e2e/sandbox/${id}/stand-in.ts`))) as {
  standIn: StandIn;
};
const goldens = await writeGoldens(
  declared[exportName(id)]!,
  standIn,
  path.join(root, `lib/connectors/${id}/golden`),
);

console.log(
  [
    ...files.keys(),
    ...goldens.map((name) => `lib/connectors/${id}/golden/${name}`),
    "lib/partners.ts",
    "",
    `Next: write down in lib/connectors/${id}/NOTES.md what is known, then fit mapping, declaration and`,
    "stand-in to it (docs/add-a-connector.md). Each change of a golden file is to be read.",
    `Held by: npm run unit -- lib/connectors/conformance -t ${id}`,
  ].join("\n"),
);
