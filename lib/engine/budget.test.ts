import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "drizzle-orm";
import { type OpenDatabase, openDatabase } from "@/db/client.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { claimBudget } from "./budget.ts";

let database: OpenDatabase;
const pools: OpenDatabase[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  for (let count = 0; count < 4; count += 1) pools.push(openDatabase(database.url, { max: 3 }));
  await Promise.all(pools.map(({ db }) => db.execute(sql`select 1`)));
});
afterAll(() => Promise.all([database, ...pools].map((each) => each.close())));
const never = new AbortController().signal;

test("four processes never exceed one budget, and use at least 95 % of it", async () => {
  const budget = { calls: 50, perSeconds: 1 };
  let taken = 0;
  const [begin] = await database.db.execute<{ at: string }>(
    sql`select clock_timestamp()::text as at`,
  );
  const started = performance.now();
  await Promise.all(
    pools.flatMap(({ db }) =>
      Array.from({ length: 5 }, async () => {
        while (performance.now() - started < 2_500) {
          await claimBudget(db, "partner", budget, never);
          taken += 1;
        }
      }),
    ),
  );
  // Judged by the moments the database gave out; how late a loaded machine wakes its timers is not the budget's.
  const [end] = await database.db.execute<{ seconds: number }>(
    sql`select extract(epoch from arrival - ${begin?.at}::timestamptz)::float8 as seconds from rate_budgets where key = 'partner'`,
  );
  const allowed = budget.calls * (end?.seconds ?? 0);
  expect(taken).toBeGreaterThan(100);
  expect(taken).toBeLessThanOrEqual(allowed);
  expect(taken).toBeGreaterThanOrEqual(0.95 * allowed);
});

test("a burst goes at once, then the rhythm applies", async () => {
  const budget = { calls: 10, perSeconds: 1, burst: 3 };
  const times: number[] = [];
  const started = performance.now();
  for (let call = 0; call < 5; call += 1) {
    await claimBudget(database.db, "burst", budget, never);
    times.push(performance.now() - started);
  }
  expect(times[2]).toBeLessThan(100);
  expect(times[3]).toBeGreaterThanOrEqual(90);
  expect(times[4]).toBeGreaterThanOrEqual(190);
});

test("waiting ends with the attempt", async () => {
  const budget = { calls: 1, perSeconds: 3600 };
  await claimBudget(database.db, "slow", budget, never);
  const controller = new AbortController();
  const waiting = claimBudget(database.db, "slow", budget, controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
});
