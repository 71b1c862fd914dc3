import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startAudit, type AuditAccess } from "./audit/start-audit.ts";
import type { Fault, FaultKind } from "./control/faults.ts";
import type { Partner, PartnerId, Received } from "./control/partner.ts";
import { serveControl } from "./control/serve-control.ts";
import { startScanntech, type ScanntechAccess, type ScanntechPartner } from "./scanntech/start-scanntech.ts";
import { startSmarket, type SmarketAccess } from "./smarket/start-smarket.ts";

/** Fixed ports; 0 or absent takes any free one. */
export interface SandboxPorts {
  control?: number;
  smarket?: number;
  audit?: number;
  scanntech1?: number;
  scanntech2?: number;
  scanntech3?: number;
}

export interface SandboxOptions {
  ports?: SandboxPorts;
  /** Where partners keep what they received; without it everything is forgotten at `stop`. */
  stateDir?: string;
  /** How long after a file Audit writes its return, in milliseconds. */
  auditReturnDelay?: number;
}

/** The running stand-ins: how to reach each, and what a test does with them without going over HTTP. */
export interface Sandbox {
  scanntech: ScanntechAccess;
  smarket: SmarketAccess;
  audit: AuditAccess;
  control: { url: string };
  setFault(partner: PartnerId, fault: Fault): Promise<void>;
  clearFaults(partner: PartnerId, kind?: FaultKind): Promise<void>;
  received(partner: PartnerId): readonly Received[];
  counts(partner: PartnerId): Record<string, number>;
  readFile(partner: PartnerId, name: string): Buffer | null;
  /** What only ScannTech can do: ask for a day again, choose the products of its promotions. */
  askResend: ScanntechPartner["askResend"];
  setPromotionGtins: ScanntechPartner["setGtins"];
  reset(partner?: PartnerId): Promise<void>;
  stop(): Promise<void>;
}

/** Starts all stand-in partners and their control page, on loopback only. */
export async function startSandbox({ ports = {}, stateDir, auditReturnDelay = 1_500 }: SandboxOptions = {}): Promise<Sandbox> {
  const folder = stateDir ?? mkdtempSync(path.join(tmpdir(), "enlace-sandbox-"));
  mkdirSync(folder, { recursive: true });
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(running.map((one) => one.stop()));
    if (!stateDir) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const smarket = await startSmarket({ port: ports.smarket ?? 0, folder: path.join(folder, "smarket") });
    running.push(smarket.partner);
    const audit = await startAudit({ port: ports.audit ?? 0, folder: path.join(folder, "audit"), returnDelay: auditReturnDelay });
    running.push(audit.partner);
    const scanntech = await startScanntech({ ports: [ports.scanntech1 ?? 0, ports.scanntech2 ?? 0, ports.scanntech3 ?? 0], folder: path.join(folder, "scanntech") });
    running.push(scanntech.partner);
    const partners: Record<PartnerId, Partner> = { scanntech: scanntech.partner, smarket: smarket.partner, audit: audit.partner };
    const control = await serveControl({ port: ports.control ?? 0, partners, scanntech: scanntech.partner });
    running.push(control);
    return {
      scanntech: scanntech.access,
      smarket: smarket.access,
      audit: audit.access,
      control: { url: control.url },
      setFault: (id, fault) => partners[id].faults.set(fault),
      clearFaults: (id, kind) => partners[id].faults.clear(kind),
      received: (id) => partners[id].received(),
      counts: (id) => partners[id].counts(),
      readFile: (id, name) => {
        const file = partners[id].findFile(name);
        return file === null ? null : readFileSync(file);
      },
      askResend: (request) => scanntech.partner.askResend(request),
      setPromotionGtins: (gtins) => scanntech.partner.setGtins(gtins),
      reset: async (id) => {
        for (const partner of id ? [partners[id]] : Object.values(partners)) await partner.reset();
      },
      stop,
    };
  } catch (error) {
    // Half a sandbox would keep its ports, and the next attempt would fail for another reason.
    await stop();
    throw error;
  }
}
