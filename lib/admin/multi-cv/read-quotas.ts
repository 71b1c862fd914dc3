import type { Queryable } from "@/db/client.ts";
import { readDailyQuota } from "@/db/queries/daily-quotas.ts";
import type { environments } from "@/db/schema/flows.ts";
import { quotaDayOf, quotaKeyOf } from "@/lib/engine/flows/quota-key.ts";

/** What each environment has used of its day, by id; those without a limit and without a call are left out. */
export async function readQuotas(tx: Queryable, rows: readonly (typeof environments.$inferSelect)[], now: Date): Promise<Map<number, { used: number; limit: number | null }>> {
  const quotas = new Map<number, { used: number; limit: number | null }>();
  for (const row of rows) {
    const counted = await readDailyQuota(tx, quotaKeyOf(row), quotaDayOf(now));
    if (counted || row.dailyLimit !== null) quotas.set(row.id, { used: counted?.used ?? 0, limit: row.dailyLimit });
  }
  return quotas;
}
