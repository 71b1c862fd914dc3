import { sql } from "drizzle-orm";
import { PgBoss } from "pg-boss";
import { afterAll, expect, test, vi } from "vitest";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { listSilentQueues } from "@/db/queries/tasks/silent-queues.ts";
import { QUEUES, RUN_TASK } from "./queues.ts";
import { watchWorkers } from "./watch-workers.ts";

const database = await createTestDatabase();
const { db } = database;
afterAll(() => database.close());

const insertJob = (heartbeat: string) =>
  db.execute(
    sql`insert into pgboss.job (name, state, heartbeat_seconds, heartbeat_on, started_on, retry_limit, policy) values (${RUN_TASK}, 'active', 10, now() - ${heartbeat}::interval, now(), 5, 'standard')`,
  );
const updates = async () => {
  await db.execute(sql`select pg_stat_force_next_flush()`);
  const [row] = await db.execute<{ count: number }>(
    sql`select n_tup_upd::int as count from pg_stat_user_tables where schemaname = 'pgboss' and relname = 'queue'`,
  );
  return row?.count ?? 0;
};

test("only a queue whose worker is silent is supervised, and its job goes to another", async () => {
  expect(QUEUES.map(({ name }) => name)).toContain(RUN_TASK);
  await insertJob("1 second");
  expect(await listSilentQueues(db)).toEqual([]);
  await insertJob("1 minute");
  expect(await listSilentQueues(db)).toEqual([RUN_TASK]);

  const boss = new PgBoss({ connectionString: database.url, migrate: false, supervise: false });
  await boss.start();
  const ended = new AbortController();
  const watching = watchWorkers(
    db,
    (queue) => boss.supervise(queue),
    ended.signal,
    () => undefined,
  );
  await vi.waitFor(async () => expect(await listSilentQueues(db)).toEqual([]), { timeout: 20_000 });
  const states = await db.execute<{ state: string }>(
    sql`select state::text from pgboss.job where name = ${RUN_TASK} order by 1`,
  );
  expect(states.map(({ state }) => state).toSorted()).toEqual(["active", "retry"]);
  ended.abort();
  await watching;
  await boss.stop({ graceful: false });
});

test("a queue at rest is read and not written", async () => {
  await db.execute(sql`delete from pgboss.job`);
  const supervise = vi.fn(async () => undefined);
  const looks = vi.spyOn(db, "execute");
  const before = await updates();
  const ended = new AbortController();
  const watching = watchWorkers(db, supervise, ended.signal, () => undefined);
  await vi.waitFor(() => expect(looks.mock.calls.length).toBeGreaterThan(4), { timeout: 20_000 });
  ended.abort();
  await watching;
  expect(supervise).not.toHaveBeenCalled();
  expect(await updates()).toBe(before);
});
