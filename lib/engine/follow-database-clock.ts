import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client.ts";

/** A machine that is further off than this says so and leaves the schedules to others. */
const MOST_OFF_MS = 60_000;
const EVERY_MS = 15_000;

/** This machine's clock is too far from the database's. The minutes are all there is to say. */
export class ClockOffError extends Error {
  readonly code: string;
  constructor(offMs: number) {
    super("this machine's clock is off");
    this.name = "ClockOffError";
    this.code = `${offMs > 0 ? "ahead" : "behind"}-by-${Math.round(Math.abs(offMs) / 1000)}s`;
  }
}

/** The database's time, known here without asking it each time. */
export interface DatabaseClock {
  now(): Date;
  /** How far this machine's clock is ahead of the database's, at this moment. */
  offMs(): number;
  isTrusted(): boolean;
}

interface Sources {
  /** This machine's clock, which may be set to anything at any moment. */
  wall?: () => number;
  /** Counts on whatever the clock is set to. */
  steady?: () => number;
}

/**
 * Follows the database's clock until `signal` aborts: the time of decisions is that of the one server
 * all processes share, counted on by this machine's steady counter, which nobody can set.
 */
export async function followDatabaseClock(
  db: Database,
  signal: AbortSignal,
  report: (error: unknown) => void,
  { wall = Date.now, steady = () => performance.now() }: Sources = {},
): Promise<DatabaseClock & { ended: Promise<void> }> {
  let base = { database: 0, steady: 0 };
  const look = async () => {
    const before = steady();
    const [row] = await db.execute<{ ms: number }>(
      sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
    );
    const after = steady();
    base = { database: Number(row?.ms), steady: (before + after) / 2 };
  };
  const now = () => base.database + steady() - base.steady;
  const offMs = () => wall() - now();
  const isTrusted = () => Math.abs(offMs()) <= MOST_OFF_MS;
  await look();
  let said = false;
  const judge = () => {
    if (!isTrusted() && !said) report(new ClockOffError(offMs()));
    said = !isTrusted();
  };
  judge();
  const follow = async () => {
    for (;;) {
      await wait(EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await look().catch(report);
      judge();
    }
  };
  return { now: () => new Date(now()), offMs, isTrusted, ended: follow() };
}
