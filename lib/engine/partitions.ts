import type { Database } from "@/db/client.ts";

/** Makes the log's daily partitions from today to a week ahead; to be called at start and daily. */
export async function makeLogPartitions(_db: Database, _now: Date): Promise<void> {
  throw new Error("not written yet");
}

/** Drops whole days older than `keepDays`; returns how many. */
export async function dropLogPartitions(_db: Database, _now: Date, _keepDays: number): Promise<number> {
  throw new Error("not written yet");
}
