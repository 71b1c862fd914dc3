import { sql } from "drizzle-orm";
import { afterAll, expect, test, vi } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { closeListen, listen } from "./listen.ts";
import { closeSender } from "./queue.ts";

const database = await createTestDatabase();
useDatabase(database);
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

const say = (payload: string) =>
  database.db.execute(sql`select pg_notify('enlace', ${`test ${payload}`})`);
const connections = async () =>
  Number(
    (
      await database.db.execute(
        sql`select count(*)::int as count from pg_stat_activity where query = 'LISTEN "enlace"' and datname = current_database()`,
      )
    )[0]?.count,
  );

test("all channels of a process share one connection, and one that leaves hears no more", async () => {
  const heard: Array<[string, string | null]> = [];
  const stopFirst = listen("test", (payload) => heard.push(["first", payload]));
  await vi.waitFor(() => expect(heard).toEqual([["first", null]]));
  const stopSecond = listen("test", (payload) => heard.push(["second", payload]));
  await vi.waitFor(() => expect(heard).toContainEqual(["second", null]));
  await say("1");
  await vi.waitFor(() =>
    expect(heard.slice(2)).toEqual([
      ["first", "1"],
      ["second", "1"],
    ]),
  );
  const other: Array<string | null> = [];
  const stopOther = listen("other", (payload) => other.push(payload));
  await vi.waitFor(() => expect(other).toEqual([null]));
  expect(await connections()).toBe(1);
  stopOther();
  stopFirst();
  await say("2");
  await vi.waitFor(() => expect(heard.slice(4)).toEqual([["second", "2"]]));
  stopSecond();
});

test("after a lost connection handlers are told to read again, and hear what follows", async () => {
  const heard: Array<string | null> = [];
  const stop = listen("test", (payload) => heard.push(payload));
  await vi.waitFor(() => expect(heard).toEqual([null]));
  await database.db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where query = 'LISTEN "enlace"' and datname = current_database()`,
  );
  await vi.waitFor(() => expect(heard).toEqual([null, null]), { timeout: 10_000 });
  await say("3");
  await vi.waitFor(() => expect(heard).toEqual([null, null, "3"]));
  stop();
});
