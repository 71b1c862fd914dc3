import { sql } from "drizzle-orm";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { asPerson, type OpenDatabase, openDatabase } from "./client.ts";
import { closeDatabases, currentDatabase } from "./current-database.ts";
import { type PoolName, POOLS, sizeOfPool } from "./pools.ts";
import { PoolInTransaction, runOutsideTransaction } from "./transaction-scope.ts";

const TOTAL = 3;
const NAMES = Object.keys(POOLS) as PoolName[];
const database = await createTestDatabase({ max: 2 });
const other = openDatabase(database.url, { max: 2 });
process.env.DATABASE_URL = database.url;
process.env.DATABASE_POOL = String(TOTAL);

afterEach(() => closeDatabases());
afterAll(async () => {
  await other.close();
  await database.close();
});

const one = sql`select 1 as one`;
/** Whether it was refused for that; drizzle wraps what a query failed with. */
const refusalOf = (work: () => Promise<unknown>): Promise<boolean> =>
  work().then(
    () => false,
    (error: Error) => [error, error.cause].some((each) => each instanceof PoolInTransaction),
  );

describe("a pool inside a transaction", () => {
  const uses: Record<string, (pool: OpenDatabase) => PromiseLike<unknown>> = {
    "a query": ({ db }) => db.execute(one),
    "a transaction": ({ db }) => db.transaction((tx) => tx.execute(one)),
    "a person's transaction": ({ db }) => asPerson(db, null, (tx) => tx.execute(one)),
    "a template": async ({ sql: client }) => client`select 1`,
    "a text": async ({ sql: client }) => client.unsafe("select 1"),
    "a transaction of the driver": ({ sql: client }) => client.begin((tx) => tx`select 1`),
  };

  test.each(Object.keys(uses))("%s is refused, whichever pool it is", async (name) => {
    for (const pool of [database, other])
      expect(await refusalOf(() => database.db.transaction(async () => uses[name]!(pool)))).toBe(
        true,
      );
    await expect(
      refusalOf(() =>
        database.sql.begin(async (tx) => {
          await tx`select 1`;
          await uses[name]!(database);
        }),
      ),
    ).resolves.toBe(true);
    await uses[name]!(database);
  });

  test("the transaction's own handle answers, in steps too", async () => {
    const rows = await database.db.transaction(async (tx) => {
      await tx.transaction((step) => step.execute(one));
      return tx.execute(one);
    });
    expect(rows).toHaveLength(1);
  });

  test("what began inside and runs on afterwards is free", async () => {
    const late = Promise.withResolvers<unknown>();
    const ended = Promise.withResolvers<void>();
    await database.db.transaction(async (tx) => {
      await tx.execute(one);
      void ended.promise.then(() => database.db.execute(one)).then(late.resolve, late.reject);
    });
    ended.resolve();
    expect(await late.promise).toHaveLength(1);
  });

  test("what nobody waits for may begin inside", async () => {
    const work = await database.db.transaction(async () => ({
      rows: runOutsideTransaction(() => database.db.execute(one).then((rows) => rows.length)),
    }));
    expect(await work.rows).toBe(1);
  });
});

test("a pool of one refuses what ten of ten would wait for for ever", async () => {
  const single = openDatabase(database.url, { max: 1 });
  const tries = Array.from({ length: 12 }, () =>
    single.db.transaction(async () => single.db.execute(one)),
  );
  expect((await Promise.allSettled(tries)).map(({ status }) => status)).toEqual(
    tries.map(() => "rejected"),
  );
  expect(await single.db.execute(one)).toHaveLength(1);
  await single.close();
});

describe.each(NAMES)("pool %s", (name) => {
  test("tells its name and its limits to the server", async () => {
    const [row] = await currentDatabase(name).db.execute<Record<string, string>>(sql`
      select current_setting('application_name') as name,
             extract(epoch from current_setting('statement_timeout')::interval) * 1000 as statement,
             extract(epoch from current_setting('idle_in_transaction_session_timeout')::interval) * 1000 as idle,
             extract(epoch from current_setting('lock_timeout')::interval) * 1000 as lock`);
    const rule = POOLS[name];
    expect(row?.name).toBe(`enlace-${name}`);
    expect(Number(row?.statement)).toBe(rule.statementMs);
    expect(Number(row?.idle)).toBe(rule.idleInTransactionMs);
    expect(Number(row?.lock)).toBe(rule.lockMs);
    // Only the housekeeping may run long, and nobody may hold a transaction or wait for a lock.
    if (name !== "upkeep") expect(rule.statementMs).toBeGreaterThan(0);
    expect(rule.idleInTransactionMs).toBeGreaterThan(0);
    expect(rule.lockMs).toBeGreaterThan(0);
  });

  test("starved, it leaves the others alive", async () => {
    const release = Promise.withResolvers<void>();
    const { db } = currentDatabase(name);
    const taken = Array.from({ length: sizeOfPool(name, TOTAL) }, () => {
      const begun = Promise.withResolvers<void>();
      const ended = db.transaction(async (tx) => {
        await tx.execute(one);
        begun.resolve();
        await release.promise;
      });
      return { begun: begun.promise, ended };
    });
    await Promise.all(taken.map(({ begun }) => begun));
    let served = false;
    const waiting = db.execute(one).then(() => (served = true));
    for (const neighbour of NAMES.filter((each) => each !== name))
      expect(await currentDatabase(neighbour).db.execute(one)).toHaveLength(1);
    expect(served).toBe(false);
    release.resolve();
    await Promise.all([waiting, ...taken.map(({ ended }) => ended)]);
  });
});

test("a transaction that is forgotten is ended, and the pool goes on", async () => {
  const limited = openDatabase(database.url, {
    max: 1,
    limits: { statementMs: 200, idleInTransactionMs: 200, lockMs: 100 },
  });
  await expect(
    limited.db.transaction(async (tx) => {
      await tx.execute(one);
      // For ever, were it not ended.
      await new Promise(() => undefined);
    }),
  ).rejects.toThrow();
  expect(await limited.db.execute(one)).toHaveLength(1);
  const code = async (work: () => Promise<unknown>) => {
    const error = await work().then(
      () => null,
      (reason: Error) => reason,
    );
    return (error?.cause as { code?: string } | undefined)?.code;
  };
  expect(await code(() => limited.db.execute(sql`select pg_sleep(60)`))).toBe("57014");
  await database.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(1)`);
    const blocked = runOutsideTransaction(() =>
      code(() => limited.db.execute(sql`select pg_advisory_lock(1)`)),
    );
    expect(await blocked).toBe("55P03");
  });
  await limited.close();
});
