import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { integrations, schedules } from "@/db/schema/integrations.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  makeEngine,
  readJobs,
  readLog,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { daily, everyInterval } from "@/lib/core/schedule.ts";
import { closeSender } from "./queue.ts";
import { CONFIRM_TASK, RUN_TASK } from "./queues.ts";
import { requestTask } from "./request-task.ts";
import { sweepWork } from "./sweep-work.ts";

const database = await createTestDatabase();
const { db } = database;
const connector = fakeConnector({ schedule: daily("02:00") });
let fixture: EngineFixture;
beforeEach(async () => {
  await db.execute(sql`delete from pgboss.job`);
  await db.execute(sql`delete from files`);
  await db.execute(sql`update tasks set status = 'done' where status in ('pending', 'sent')`);
  await db.execute(sql`update integrations set active = false`);
  fixture = await createIntegration(database, connector);
  await plan(new Date(Date.now() + 60_000));
});
afterAll(async () => {
  await closeSender();
  await database.close();
});

const sweep = async (registry: Connector[] = [connector]) =>
  sweepWork(await makeEngine(database, registry));
async function plan(nextRunAt: Date): Promise<void> {
  const { organizationId, integrationId } = fixture;
  await db
    .insert(schedules)
    .values({ organizationId, integrationId, operation: "sales", nextRunAt })
    .onConflictDoUpdate({
      target: [schedules.organizationId, schedules.integrationId, schedules.operation],
      set: { nextRunAt },
    });
}
async function request(): Promise<number> {
  const asked = await requestTask(db, {
    organizationId: fixture.organizationId,
    integrationId: fixture.integrationId,
    operation: "sales",
    period: { first: "2026-03-01", last: "2026-03-02" },
    origin: "person",
    requestedName: "Ana",
  });
  if (!("taskId" in asked)) throw new Error("in the way");
  return asked.taskId;
}
const age = (taskId: number) =>
  db.execute(sql`update tasks set created_at = now() - interval '5 minutes' where id = ${taskId}`);

test.each([
  ["was deleted", sql`delete from pgboss.job`],
  ["was completed by hand", sql`update pgboss.job set state = 'completed'`],
  ["failed and nobody heard of it", sql`update pgboss.job set state = 'failed'`],
  ["was cancelled", sql`update pgboss.job set state = 'cancelled'`],
])(
  "a pending task whose job %s comes back to the queue, and the log says so",
  async (_how, lose) => {
    const taskId = await request();
    await age(taskId);
    await db.execute(lose);
    expect(await sweep()).toBe(1);
    expect((await readJobs(database, RUN_TASK)).map(({ data }) => data.taskId)).toEqual([taskId]);
    expect(await readLog(database, fixture.integrationId)).toEqual([
      `A tarefa ${taskId} estava pendente sem trabalho na fila e foi posta na fila novamente.`,
    ]);
    expect(await sweep()).toBe(0);
  },
);

test.each([
  ["waits in the queue", sql`select 1`],
  ["is being run", sql`update pgboss.job set state = 'active'`],
  ["will be tried again", sql`update pgboss.job set state = 'retry'`],
])("a pending task whose job %s is left alone", async (_how, change) => {
  const taskId = await request();
  await age(taskId);
  await db.execute(change);
  expect(await sweep()).toBe(0);
});

test("a task that was just made, or waits for its next try, is left alone", async () => {
  const taskId = await request();
  await db.execute(sql`delete from pgboss.job`);
  expect(await sweep()).toBe(0);
  await age(taskId);
  await db.execute(
    sql`update tasks set next_try_at = now() + interval '1 hour' where id = ${taskId}`,
  );
  expect(await sweep()).toBe(0);
});

test("two sweeps at once put one job in the queue", async () => {
  const taskId = await request();
  await age(taskId);
  await db.execute(sql`delete from pgboss.job`);
  const mended = await Promise.all([sweep(), sweep(), sweep()]);
  expect(mended.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await readJobs(database, RUN_TASK)).toHaveLength(1);
});

test("a sent file whose question is due and has no job is asked about", async () => {
  const taskId = await request();
  await db.execute(sql`delete from pgboss.job`);
  await db.execute(sql`update tasks set status = 'sent' where id = ${taskId}`);
  await db.execute(
    sql`insert into files (organization_id, task_id, integration_id, generation, name, content_type, rows, bytes, sha256, storage_key, status, delivered_at, next_confirm_at) values (${fixture.organizationId}, ${taskId}, ${fixture.integrationId}, 1, 'a.txt', 'text/plain', 1, 1, 'x', 'x', 'sent', now() - interval '1 hour', now() - interval '10 minutes')`,
  );
  expect(await sweep()).toBe(1);
  expect((await readJobs(database, CONFIRM_TASK)).map(({ data }) => data.taskId)).toEqual([taskId]);
  expect(await sweep()).toBe(0);
});

test("an active integration without its planned run gets it", async () => {
  await db.delete(schedules).where(eq(schedules.integrationId, fixture.integrationId));
  expect(await sweep()).toBe(1);
  expect(await sweep()).toBe(0);
  const [row] = await db
    .select()
    .from(schedules)
    .where(eq(schedules.integrationId, fixture.integrationId));
  expect(row!.nextRunAt.getTime()).toBeGreaterThan(Date.now());
  expect(await readLog(database, fixture.integrationId)).toEqual([
    "Um horário de execução não estava planejado e foi incluído.",
  ]);
});

test.each([3, 30, 36_500])(
  "a run that a wrong clock planned %i days ahead comes back",
  async (days) => {
    await plan(new Date(Date.now() + days * 86_400_000));
    expect(await sweep()).toBe(1);
    const [row] = await db
      .select()
      .from(schedules)
      .where(eq(schedules.integrationId, fixture.integrationId));
    expect(row!.nextRunAt.getTime()).toBeLessThan(Date.now() + 25 * 3_600_000);
    expect(await sweep()).toBe(0);
  },
);

test("a run at a long interval of its own is not too far ahead", async () => {
  const monthly = fakeConnector({ schedule: everyInterval() });
  await db
    .update(integrations)
    .set({ intervalMinutes: 44_640 })
    .where(eq(integrations.id, fixture.integrationId));
  await plan(new Date(Date.now() + 31 * 86_400_000));
  expect(await sweep([monthly])).toBe(0);
});
