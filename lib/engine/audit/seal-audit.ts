import type { Database } from "@/db/client.ts";
import {
  type AuditHead,
  claimSealing,
  findUnsealed,
  listAuditHeads,
  saveSeals,
} from "@/db/queries/people/audit-seals.ts";
import type { SecretKey } from "@/lib/secrets.ts";
import { buildSeal } from "./build-seal.ts";

const BATCH = 500;

/**
 * Gives acts that stand without a seal their place in their client's chain; returns how many. It
 * comes after their commit, so that nobody's sign-in waits for the end of somebody else's long
 * transaction, as it did when a trigger held the end of one chain of all.
 */
export async function sealAudit(db: Database, keys: readonly SecretKey[]): Promise<number> {
  const [key] = keys;
  if (!key) throw new Error("no key to seal with");
  let sealed = 0;
  for (;;) {
    const count = await sealBatch(db, key);
    sealed += count;
    if (count < BATCH) return sealed;
  }
}

function sealBatch(db: Database, key: SecretKey): Promise<number> {
  return db.transaction(async (tx) => {
    if (!(await claimSealing(tx))) return 0;
    const records = await findUnsealed(tx, BATCH);
    if (records.length === 0) return 0;
    const heads = new Map((await listAuditHeads(tx)).map((head) => [head.chain, head]));
    const seals = records.map((record) => {
      const chain = Number(record.organizationId ?? 0);
      const head = heads.get(chain);
      const number = (head?.number ?? 0) + 1;
      const seal = buildSeal(key, { chain, number, previous: head?.seal ?? null }, record);
      heads.set(chain, { chain, number, seal } satisfies AuditHead);
      return { id: record.id, number, seal };
    });
    await saveSeals(tx, seals);
    return records.length;
  });
}
