import { and, eq, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { dailyQuotas } from "../../schema/environments.ts";

/**
 * Takes one call out of the day's quota under `key`; false when none is left. One statement, so that of any
 * number of processes at once exactly `limit` get one. A limit that was lowered below what is used stops at once.
 */
export async function claimDailyQuota(
  db: Queryable,
  key: string,
  day: string,
  limit: number,
): Promise<boolean> {
  if (limit <= 0) return false;
  const rows = await db
    .insert(dailyQuotas)
    .values({ key, day, used: 1, limit })
    .onConflictDoUpdate({
      target: [dailyQuotas.key, dailyQuotas.day],
      set: { used: sql`${dailyQuotas.used} + 1`, limit: sql`excluded."limit"` },
      setWhere: sql`${dailyQuotas.used} < excluded."limit"`,
    })
    .returning({ used: dailyQuotas.used });
  return rows.length > 0;
}

/** What is used and allowed of the day; null when nothing was used yet. */
export async function readDailyQuota(
  db: Queryable,
  key: string,
  day: string,
): Promise<{ used: number; limit: number } | null> {
  const [row] = await db
    .select({ used: dailyQuotas.used, limit: dailyQuotas.limit })
    .from(dailyQuotas)
    .where(and(eq(dailyQuotas.key, key), eq(dailyQuotas.day, day)));
  return row ?? null;
}
