import { sql } from "drizzle-orm";
import type { Queryable } from "../client.ts";

/**
 * The moment, by the one clock that all processes share: what is decided by it does not depend on the
 * machine that asks.
 */
export async function readNow(db: Queryable): Promise<Date> {
  const [row] = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  return new Date(Number(row?.ms));
}
