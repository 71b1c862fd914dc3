import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";

/**
 * Reserves the next moment of a call under `key` and returns how many seconds away it is. Generic cell
 * rate algorithm by the database's clock: the row holds when the budget will have caught up.
 */
export async function reserveCall(
  db: Queryable,
  key: string,
  secondsPerCall: number,
  burst: number,
): Promise<number> {
  const [row] = await db.execute<{ delay: number }>(sql`
    insert into rate_budgets as budget (key, arrival) values (${key}, clock_timestamp() + make_interval(secs => ${secondsPerCall}))
    on conflict (key) do update set arrival = greatest(budget.arrival, clock_timestamp()) + make_interval(secs => ${secondsPerCall})
    returning extract(epoch from arrival - clock_timestamp())::float8 - ${secondsPerCall * burst}::float8 as delay`);
  return Math.max(0, row?.delay ?? 0);
}

/** A partner said "wait": nobody's call under `key` starts before that. */
export async function blockBudget(db: Queryable, key: string, seconds: number): Promise<void> {
  await db.execute(sql`
    insert into rate_budgets as budget (key, arrival) values (${key}, clock_timestamp() + make_interval(secs => ${seconds}))
    on conflict (key) do update set arrival = greatest(budget.arrival, excluded.arrival)`);
}
