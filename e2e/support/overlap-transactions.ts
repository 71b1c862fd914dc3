import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import type { Database, OpenDatabase } from "@/db/client.ts";

interface Side {
  atEnd: boolean;
  ended: boolean;
  other: Side | null;
}

/** A database whose transactions can be made to overlap. */
export interface OverlappingDatabase extends OpenDatabase {
  /**
   * Runs two works at once. A transaction of one does not commit before the other's stands at its
   * own end too, has ended, or waits for a lock: neither sees what the other wrote.
   */
  runBoth<Value>(
    first: () => Promise<Value>,
    second: () => Promise<Value>,
  ): Promise<[PromiseSettledResult<Value>, PromiseSettledResult<Value>]>;
}

/** Wraps a database for tests of two who do things at the same moment. */
export function overlapTransactions(database: OpenDatabase): OverlappingDatabase {
  const sides = new AsyncLocalStorage<Side>();
  // A line of its own: inside a transaction the pool answers nobody.
  const watch = postgres(database.url, { max: 1, onnotice: () => undefined });
  const somebodyWaits = async () =>
    (
      await watch`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    ).length > 0;
  const meet = async () => {
    const own = sides.getStore();
    if (!own?.other) return;
    own.atEnd = true;
    while (!own.other.atEnd && !own.other.ended && !(await somebodyWaits())) await wait(2);
  };
  const db = new Proxy(database.db, {
    get(target, key) {
      if (key === "transaction") {
        const transaction: Database["transaction"] = (work, config) =>
          target.transaction(async (tx) => {
            const value = await work(tx);
            await meet();
            return value;
          }, config);
        return transaction;
      }
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  const run = <Value>(side: Side, work: () => Promise<Value>) =>
    sides.run(side, () => work().finally(() => (side.ended = true)));
  return {
    ...database,
    db,
    close: async () => {
      await watch.end({ timeout: 5 });
      await database.close();
    },
    async runBoth(first, second) {
      const one: Side = { atEnd: false, ended: false, other: null };
      const two: Side = { atEnd: false, ended: false, other: one };
      one.other = two;
      return Promise.allSettled([run(one, first), run(two, second)]);
    },
  };
}
