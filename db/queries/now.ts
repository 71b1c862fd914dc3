import { sql } from "drizzle-orm";
import type { Queryable } from "../client.ts";

/** How long this machine's steady counter is trusted before the database is asked again. */
const KNOWN_FOR_MS = 15_000;
const known = new WeakMap<Queryable, { ms: number; at: number }>();

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

/**
 * The same for what every request asks of a pool: the database says it every 15 seconds, and a
 * counter that nobody can set goes on from there.
 */
export async function currentMoment(db: Queryable): Promise<Date> {
  const last = known.get(db);
  const at = performance.now();
  if (last && at - last.at < KNOWN_FOR_MS) return new Date(last.ms + at - last.at);
  const now = await readNow(db);
  known.set(db, { ms: now.getTime(), at: performance.now() });
  return now;
}

/** A clock for work of some minutes, set by the database's at its start. */
export async function openClock(db: Queryable): Promise<() => Date> {
  const start = (await readNow(db)).getTime();
  const at = performance.now();
  return () => new Date(start + performance.now() - at);
}
