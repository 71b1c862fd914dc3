import type { Queryable } from "@/db/client.ts";
import { readDailyQuota } from "@/db/queries/integrations/daily-quotas.ts";
import type { environments } from "@/db/schema/environments.ts";
import { dayInZone } from "@/lib/core/period.ts";
import { quotaKeyOf } from "@/lib/engine/flows/limit-calls.ts";

/** What each environment has used of its day, by id; those without a limit are not counted. */
export async function readQuotas(
  tx: Queryable,
  rows: readonly (typeof environments.$inferSelect)[],
  now: Date,
  timeZone: string,
): Promise<Map<number, { used: number; limit: number }>> {
  const quotas = new Map<number, { used: number; limit: number }>();
  for (const row of rows) {
    if (row.dailyLimit === null) continue;
    const counted = await readDailyQuota(tx, quotaKeyOf(row), dayInZone(now, timeZone));
    quotas.set(row.id, { used: counted?.used ?? 0, limit: row.dailyLimit });
  }
  return quotas;
}
