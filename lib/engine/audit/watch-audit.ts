import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "@/db/client.ts";
import { listAuditHeads, listLostHeads } from "@/db/queries/people/audit-seals.ts";
import type { Env } from "@/lib/env.ts";
import type { Engine } from "../engine.ts";
import type { FileStore } from "../file-store.ts";
import { readAuditHeads, saveAuditHeads } from "./audit-heads.ts";
import { readAuditKeys } from "./build-seal.ts";
import { sealAudit } from "./seal-audit.ts";

/** How long an act stands without its seal. */
const LOOK_MS = 2_000;
/** How much of the end of a chain could be cut off unseen. */
const KEEP_MS = 60_000;

/** The audit log is not what it was: told in the process's own log, where the database's owner does not write. */
export class AuditBrokenError extends Error {
  readonly code: string;
  constructor(code: string) {
    super("the audit log was changed behind the back of the application");
    this.name = "AuditBrokenError";
    this.code = code;
  }
}

/** Seals acts soon after they were written, and keeps the ends of the chains where the files are. */
export async function watchAudit(
  engine: Engine,
  env: Pick<Env, "AUDIT_KEYS" | "ENLACE_KEYS">,
  signal: AbortSignal,
  report: (error: unknown) => void,
): Promise<void> {
  const { db } = engine.database;
  const keys = readAuditKeys(env);
  let moved = true;
  let keptAt = 0;
  while (!signal.aborted) {
    try {
      if ((await sealAudit(db, keys)) > 0) moved = true;
      if (moved && Date.now() - keptAt > KEEP_MS) {
        keptAt = Date.now();
        await recordHeads(db, engine.store, engine.now());
        moved = false;
      }
    } catch (error) {
      report(error);
    }
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Keeps the ends of the chains, unless those kept before are gone: they are the proof that something is. */
export async function recordHeads(
  db: Database,
  store: Pick<FileStore, "has" | "open" | "put">,
  now: Date,
): Promise<void> {
  const before = await readAuditHeads(store);
  if (before && (await listLostHeads(db, before.heads)).length > 0)
    throw new AuditBrokenError("cut");
  await saveAuditHeads(store, { at: now.toISOString(), heads: await listAuditHeads(db) });
}
