import { sql } from "drizzle-orm";
import { type Clock, fromDrizzle, PgBoss } from "pg-boss";
import type { Queryable } from "@/db/client.ts";
import { runOutsideTransaction } from "@/db/transaction-scope.ts";
import { currentDatabase } from "@/db/current-database.ts";

export type QueueDatabase = ReturnType<PgBoss["getDb"]>;

interface Sender {
  url: string;
  boss: Promise<PgBoss>;
}

const GLOBAL = Symbol.for("enlace.queue-sender");
const holder = globalThis as { [GLOBAL]?: Sender };

/** Timers that never keep a script alive: a sender has nothing to wait for. */
const passiveClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms).unref(),
  setInterval: (run, ms) => setInterval(run, ms).unref(),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  clearInterval: (timer) => clearInterval(timer as NodeJS.Timeout),
};

/**
 * What the server ends by itself on the queue's own connections. Its longest statement is the
 * deletion of old jobs, which goes in batches.
 */
export const QUEUE_LIMITS =
  "-c statement_timeout=60s -c idle_in_transaction_session_timeout=30s -c lock_timeout=20s";

export interface EnqueueOptions {
  /** Seconds from now, or the moment, before which it does not start. */
  startAfter?: number | Date;
  /** Higher goes first; 0 unless said. */
  priority?: number;
  /** At most one job of a group runs at a time, on all machines together: see `runInTurn`. */
  group?: string;
}

/** Puts a job on a queue inside the caller's transaction: it exists exactly when the transaction commits. */
export async function enqueue(
  tx: Queryable,
  queue: string,
  data: object,
  options: EnqueueOptions = {},
): Promise<void> {
  const boss = await sender();
  await boss.send(queue, data, {
    db: fromDrizzle(tx, sql),
    ...(options.startAfter === undefined ? {} : { startAfter: options.startAfter }),
    ...(options.priority === undefined ? {} : { priority: options.priority }),
    ...(options.group === undefined ? {} : { group: { id: options.group } }),
  });
}

/**
 * One sender a process. It has a connection of its own: were it to borrow one of the pool while every
 * one of them waits inside a transaction for the sender, all would wait for ever.
 */
function sender(): Promise<PgBoss> {
  const { url } = currentDatabase();
  if (holder[GLOBAL]?.url !== url) {
    const boss = new PgBoss({
      connectionString: url,
      max: 1,
      migrate: false,
      supervise: false,
      schedule: false,
      registerInstance: false,
      clock: passiveClock,
      application_name: "enlace-sender",
      options: QUEUE_LIMITS,
    });
    // The next enqueue reports what is wrong; without a listener an idle connection's end would end the process.
    boss.on("error", () => undefined);
    // The first to enqueue stands in a transaction; the line and its timers outlive that.
    const opening = { url, boss: runOutsideTransaction(() => boss.start()) };
    holder[GLOBAL] = opening;
    opening.boss.catch(() => {
      if (holder[GLOBAL] === opening) delete holder[GLOBAL];
    });
  }
  return holder[GLOBAL]!.boss;
}

/** The queue's own connections, for LISTEN. */
export async function queueDatabase(): Promise<QueueDatabase> {
  return (await sender()).getDb();
}

/** Closes the sender's connection; scripts and tests call it before they end. */
export async function closeSender(): Promise<void> {
  const open = holder[GLOBAL];
  delete holder[GLOBAL];
  await open?.boss.then((boss) => boss.stop({ graceful: false })).catch(() => undefined);
}
