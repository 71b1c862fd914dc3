import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openBench } from "@/lib/connectors/conformance/make-context.ts";
import { readParts } from "@/lib/connectors/conformance/read-parts.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import type { StandIn } from "../sandbox/control/define-stand-in.ts";

/** Writes what a connector makes of the known day, as the conformance suite compares it. */
export async function writeGoldens(
  connector: Connector,
  standIn: StandIn,
  folder: string,
): Promise<string[]> {
  const kept = mkdtempSync(path.join(tmpdir(), "enlace-new-"));
  const { access, partner } = await standIn.start({
    ports: Array.from({ length: standIn.ports }, () => 0),
    folder: kept,
    answerDelay: 0,
    started: {},
  });
  try {
    const { operation, sales, settings } = standIn.connector!;
    const bench = openBench(connector, { settings: settings(access), sales: sales?.() });
    mkdirSync(folder, { recursive: true });
    const names: string[] = [];
    for (const file of await bench.prepare(operation))
      for (const { name, text } of await readParts(file)) {
        writeFileSync(path.join(folder, name), text);
        names.push(name);
      }
    return names;
  } finally {
    await partner.stop();
    rmSync(kept, { recursive: true, force: true });
  }
}
