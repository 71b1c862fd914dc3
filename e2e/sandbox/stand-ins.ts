import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { StandIn } from "./control/define-stand-in.ts";
import type { KnownStandIns } from "./known-stand-ins.ts";

export type PartnerId = string;

/** How to reach the stand-ins that tests speak to by name. */
export type SandboxAccess = {
  [Id in keyof KnownStandIns]: Awaited<ReturnType<KnownStandIns[Id]["start"]>>["access"];
};
/** The same ones with what only they can do. */
export type SandboxPartners = {
  [Id in keyof KnownStandIns]: Awaited<ReturnType<KnownStandIns[Id]["start"]>>["partner"];
};

const folders = readdirSync(import.meta.dirname).filter((folder) =>
  existsSync(path.join(import.meta.dirname, folder, "stand-in.ts")),
);
const found = await Promise.all(
  folders.map(async (folder): Promise<[string, StandIn]> => {
    const { standIn } = (await import(`./${folder}/stand-in.ts`)) as { standIn: StandIn };
    return [folder, standIn];
  }),
);

/** All stand-ins by their folder, in the order of their ports. */
export const STAND_INS: Readonly<Record<string, StandIn>> = Object.fromEntries(
  found.toSorted(([, a], [, b]) => a.port - b.port),
);

let free = 1;
for (const [id, { port, ports }] of Object.entries(STAND_INS)) {
  if (port < free) throw new Error(`the stand-in ${id} takes port ${port}; ${free} is free`);
  free = port + ports;
}

/** The control page's port and those of all stand-ins, counted from the first. */
export const SANDBOX_PORTS = free;
