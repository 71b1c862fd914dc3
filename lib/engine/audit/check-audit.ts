import { timingSafeEqual } from "node:crypto";
import type { Queryable } from "@/db/client.ts";
import {
  type AuditHead,
  countUnsealed,
  listChains,
  readChain,
  type SealedRecord,
} from "@/db/queries/people/audit-seals.ts";
import type { SecretKey } from "@/lib/secrets.ts";
import { buildSeal } from "./build-seal.ts";

const BATCH = 2_000;

/** What is wrong with a chain, at its first act that does not fit. */
export interface AuditFault {
  /** null = what belongs to no client. */
  organizationId: number | null;
  number: number;
  /** The act's own number in the list; null when the act is gone. */
  id: number | null;
  /** `cut`: acts that were kept outside the database are gone or others stand in their place. */
  kind: "altered" | "missing" | "cut" | "unknown_key";
}

export interface CheckedAudit {
  /** Acts whose seal was held against what they say. */
  total: number;
  /** Written moments ago, or while no engine runs. */
  unsealed: number;
  faults: AuditFault[];
}

/**
 * Holds every seal of every chain against what the act says and the seal before, and every chain
 * against the heads that were kept outside the database.
 */
export async function checkAudit(
  db: Queryable,
  keys: readonly SecretKey[],
  kept: readonly AuditHead[],
  signal?: AbortSignal,
): Promise<CheckedAudit> {
  const faults: AuditFault[] = [];
  let total = 0;
  const heads = new Map(kept.map((head) => [head.chain, head]));
  const chains = new Set([...(await listChains(db)), ...heads.keys()]);
  for (const chain of [...chains].toSorted((a, b) => a - b)) {
    const found = await checkChain(db, keys, chain, heads.get(chain), signal);
    total += found.total;
    if (found.fault) faults.push(found.fault);
  }
  return { total, unsealed: await countUnsealed(db), faults };
}

async function checkChain(
  db: Queryable,
  keys: readonly SecretKey[],
  chain: number,
  kept: AuditHead | undefined,
  signal?: AbortSignal,
): Promise<{ total: number; fault: AuditFault | null }> {
  const organizationId = chain === 0 ? null : chain;
  let last: { number: number; seal: string | null } = { number: 0, seal: null };
  for (;;) {
    signal?.throwIfAborted();
    const records = await readChain(db, chain, last.number, BATCH);
    for (const record of records) {
      const { number } = record;
      const kind = judge(keys, chain, last, record, kept);
      if (kind)
        return {
          total: last.number,
          fault: {
            organizationId,
            number: kind === "missing" ? last.number + 1 : number,
            id: kind === "missing" ? null : Number(record.id),
            kind,
          },
        };
      last = { number, seal: record.seal };
    }
    if (records.length < BATCH) break;
  }
  const cut = kept !== undefined && kept.number > last.number;
  return {
    total: last.number,
    fault: cut ? { organizationId, number: last.number + 1, id: null, kind: "cut" } : null,
  };
}

function judge(
  keys: readonly SecretKey[],
  chain: number,
  last: { number: number; seal: string | null },
  record: SealedRecord,
  kept: AuditHead | undefined,
): AuditFault["kind"] | null {
  if (record.number !== last.number + 1) return "missing";
  const key = keys.find(({ id }) => record.seal.startsWith(`${id}.`));
  if (!key) return "unknown_key";
  const { number } = record;
  const right = buildSeal(key, { chain, number, previous: last.seal }, record);
  if (!isSame(right, record.seal)) return "altered";
  // Rightly sealed, and yet not what stood there: the end was cut off and other acts came after.
  return kept?.number === number && !isSame(kept.seal, record.seal) ? "cut" : null;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
