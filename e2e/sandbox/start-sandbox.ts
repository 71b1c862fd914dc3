import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Fault, FaultKind } from "./control/faults.ts";
import type { Partner, Received } from "./control/partner.ts";
import { serveControl } from "./control/serve-control.ts";
import {
  type PartnerId,
  type SandboxAccess,
  type SandboxPartners,
  STAND_INS,
} from "./stand-ins.ts";

export interface SandboxOptions {
  /** First of `SANDBOX_PORTS` ports in a row: control, then each stand-in's; absent takes any free ones. */
  portBase?: number;
  /** Where partners keep what they received; without it everything is forgotten at `stop`. */
  stateDir?: string;
  /** How long partners that answer later take to do so, in milliseconds. */
  answerDelay?: number;
  /** Only these, for a test that needs no more; the rest is then absent at run time. */
  only?: readonly PartnerId[];
}

/** The running stand-ins: how to reach each, and what a test does with them without going over HTTP. */
export interface Sandbox extends SandboxAccess {
  control: { url: string };
  partners: SandboxPartners & Readonly<Record<string, Partner>>;
  setFault(partner: PartnerId, fault: Fault): Promise<void>;
  clearFaults(partner: PartnerId, kind?: FaultKind): Promise<void>;
  received(partner: PartnerId): readonly Received[];
  counts(partner: PartnerId): Record<string, number>;
  readFile(partner: PartnerId, name: string): Buffer | null;
  reset(partner?: PartnerId): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the stand-in partners and their control page, on loopback only. */
export async function startSandbox({
  portBase,
  stateDir,
  answerDelay = 1_500,
  only,
}: SandboxOptions = {}): Promise<Sandbox> {
  const folder = stateDir ?? mkdtempSync(path.join(tmpdir(), "enlace-sandbox-"));
  mkdirSync(folder, { recursive: true });
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(running.map((one) => one.stop()));
    if (!stateDir) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const access: Record<string, object> = {};
    const partners: Record<string, Partner> = {};
    for (const [id, row] of Object.entries(STAND_INS)) {
      if (only && !only.includes(id)) continue;
      const ports = Array.from({ length: row.ports }, (_, index) =>
        portBase === undefined ? 0 : portBase + row.port + index,
      );
      const started = await row.start({
        ports,
        folder: path.join(folder, id),
        answerDelay,
        started: partners,
      });
      running.push(started.partner);
      access[id] = started.access;
      partners[id] = started.partner;
    }
    const control = await serveControl({ port: portBase ?? 0, partners });
    running.push(control);
    const partnerOf = (id: PartnerId): Partner => {
      const partner = partners[id];
      if (!partner) throw new Error(`the stand-in ${id} was not started`);
      return partner;
    };
    return {
      ...(access as unknown as SandboxAccess),
      partners: partners as SandboxPartners & Record<string, Partner>,
      control: { url: control.url },
      setFault: (id, fault) => partnerOf(id).faults.set(fault),
      clearFaults: (id, kind) => partnerOf(id).faults.clear(kind),
      received: (id) => partnerOf(id).received(),
      counts: (id) => partnerOf(id).counts(),
      readFile: (id, name) => {
        const file = partnerOf(id).findFile(name);
        return file === null ? null : readFileSync(file);
      },
      reset: async (id) => {
        for (const partner of id ? [partnerOf(id)] : Object.values(partners)) await partner.reset();
      },
      stop,
    };
  } catch (error) {
    // Half a sandbox would keep its ports, and the next attempt would fail for another reason.
    await stop();
    throw error;
  }
}
