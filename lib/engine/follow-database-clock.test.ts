import { afterAll, expect, test } from "vitest";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { ClockOffError, followDatabaseClock } from "./follow-database-clock.ts";

const database = await createTestDatabase();
const ending = new AbortController();
afterAll(async () => {
  ending.abort();
  await database.close();
});
const DAY_MS = 86_400_000;

test.each([
  ["three days ahead", 3 * DAY_MS],
  ["a year behind", -365 * DAY_MS],
  ["61 seconds ahead", 61_000],
])("a machine whose clock is %s decides nothing, and says so once", async (_name, off) => {
  const reports: unknown[] = [];
  const clock = await followDatabaseClock(
    database.db,
    ending.signal,
    (error) => reports.push(error),
    {
      wall: () => Date.now() + off,
    },
  );
  expect(clock.isTrusted()).toBe(false);
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(10_000);
  expect(reports).toEqual([expect.any(ClockOffError)]);
});

test("a clock that is set while the process runs moves no decision", async () => {
  let set = 0;
  const clock = await followDatabaseClock(database.db, ending.signal, () => undefined, {
    wall: () => Date.now() + set,
  });
  const before = clock.now();
  expect(clock.isTrusted()).toBe(true);
  set = 3 * DAY_MS;
  expect(clock.isTrusted()).toBe(false);
  expect(clock.now().getTime() - before.getTime()).toBeLessThan(10_000);
  set = 0;
  expect(clock.isTrusted()).toBe(true);
});
