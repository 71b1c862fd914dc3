import { sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  makeEngine,
  textFile,
} from "@/e2e/support/engine-fixture.ts";
import { listMissingIntegrations } from "@/db/queries/days/account-days.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { type Actor, PERMISSIONS, type Permission } from "@/lib/core/permissions.ts";
import { addDays, type Day, dayInZone } from "@/lib/core/period.ts";
import { daily, daysBack } from "@/lib/core/schedule.ts";
import { closeListen } from "@/lib/engine/listen.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { runTask } from "@/lib/engine/run-task.ts";
import { listPlans } from "./list-plans.ts";
import { planMissing } from "./plan-missing.ts";
import { readDay } from "./read-day.ts";
import { readDays } from "./read-days.ts";
import { resumePlan } from "./resume-plan.ts";
import { startMissing } from "./start-missing.ts";
import { stopPlan } from "./stop-plan.ts";

const registry = vi.hoisted(() => ({ connectors: [] as Connector[] }));
vi.mock("@/lib/registry.ts", () => ({
  findConnector: (id: string) => registry.connectors.find((connector) => connector.id === id),
}));
const RULE = { schedule: daily("04:00"), period: daysBack(1) };
const scheduled = fakeConnector(RULE, { id: "only-scheduled" });
const manual = fakeConnector({ ...RULE, manualRun: { maxDays: 31 } }, { id: "by-hand" });
registry.connectors = [scheduled, manual];

const database = await createTestDatabase({ max: 10 });
const { db } = database;
const today = dayInZone(new Date(), "America/Sao_Paulo");
const back = (days: number) => addDays(today, -days);
const actor = (organizationId: number | null = null): Actor => ({
  personId: 1,
  name: "Ana Souza",
  email: "ana@exemplo.test",
  profileId: 1,
  profileName: "Agente",
  permissions: new Set<Permission>(PERMISSIONS),
  organizationId,
  timeZone: "America/Sao_Paulo",
});
let fixture: EngineFixture;
beforeEach(async () => {
  fixture = await createIntegration(database, scheduled, { branches: 2 });
});
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

const miss = (days: readonly Day[], of = fixture) =>
  db.execute(sql`
    insert into day_accounts (organization_id, integration_id, operation, day, branch_id, due_at)
    select i.organization_id, i.integration_id, 'sales', d.day::date, i.branch_id, now()
      from integration_branches i, unnest(string_to_array(${days.join(",")}, ',')) d(day) where i.integration_id = ${of.integrationId}`);
const ids = () => ({ integrationIds: [fixture.integrationId] });
const readTasks = () =>
  db.execute<{ id: number; status: string; first: string; last: string }>(
    sql`select id::int, status, lower(period)::text as first, (upper(period) - 1)::text as last from tasks where integration_id = ${fixture.integrationId} order by id`,
  );
async function run(taskId: number) {
  const prepare = async function* () {
    yield textFile("all.txt", ["1", "2"]);
  };
  const engine = await makeEngine(database, [
    fakeConnector({ ...RULE, prepare }, { id: "only-scheduled" }),
  ]);
  const [task] = await db.execute<{ generation: number }>(
    sql`select generation from tasks where id = ${taskId}`,
  );
  const { organizationId } = fixture;
  await runTask(
    engine,
    { organizationId, taskId, generation: task!.generation },
    new AbortController().signal,
  );
}

test("what is missing is listed, sent, stopped and gone on with, until nothing is missing", async () => {
  await miss([back(5), back(4), back(2)]);
  const planned = await planMissing(actor(), ids());
  expect(planned).toMatchObject({ ok: true, value: { tasks: 3, days: 3, seconds: null } });
  // It was not asked for yet.
  expect(await readTasks()).toHaveLength(0);

  const started = await startMissing(actor(), ids());
  expect(started).toMatchObject({ ok: true, value: { tasks: 3, skipped: 0 } });
  const planId = started.ok ? started.value.planIds[0]! : 0;
  const [first, second, third] = await readTasks();
  expect([first, second, third].map((task) => task?.first)).toEqual([back(5), back(4), back(2)]);
  // What is under way is not planned a second time.
  expect(await planMissing(actor(), ids())).toMatchObject({ value: { tasks: 0 } });
  expect(await startMissing(actor(), ids())).toMatchObject({
    ok: false,
    problem: { kind: "refused" },
  });

  await run(first!.id);
  expect(await stopPlan(actor(), { planId })).toMatchObject({ value: { stopped: 2 } });
  expect(await listPlans(actor(), { integrationId: fixture.integrationId })).toMatchObject({
    value: [{ id: planId, delivered: 1, stopped: 2, waiting: 0, failed: 0 }],
  });
  expect(await resumePlan(actor(), { planId })).toMatchObject({
    value: { resumed: 2, skipped: 0 },
  });
  await run(second!.id);
  await run(third!.id);
  expect(await listPlans(actor(), { integrationId: fixture.integrationId })).toMatchObject({
    value: [{ delivered: 3, stopped: 0, waiting: 0 }],
  });
  const after = await planMissing(actor(), ids());
  expect(after).toMatchObject({ value: { tasks: 0, operations: [] } });
});

test("integrations that lack days are known by name until their days are under way", async () => {
  const list = () => listMissingIntegrations(db, [fixture.organizationId], back(90), 10);
  expect(await list()).toEqual([]);
  await miss([back(2)]);
  expect(await list()).toEqual([fixture.integrationId]);
  expect(await listMissingIntegrations(db, [], back(1), 10)).not.toContain(fixture.integrationId);
  await startMissing(actor(), ids());
  expect(await list()).toEqual([]);
});

test("of two who send what is missing at once, one does", async () => {
  await miss([back(3), back(2)]);
  const both = await Promise.all([startMissing(actor(), ids()), startMissing(actor(), ids())]);
  const tasks = both.reduce((sum, each) => sum + (each.ok ? each.value.tasks : 0), 0);
  expect(tasks).toBe(2);
  expect(await readTasks()).toHaveLength(2);
});

test("a client sends what it may force by hand, an agent whatever has days", async () => {
  await miss([back(2)]);
  const { organizationId } = fixture;
  expect(await planMissing(actor(organizationId), ids())).toMatchObject({ value: { tasks: 0 } });
  expect(await startMissing(actor(organizationId), ids())).toMatchObject({ ok: false });
  fixture = await createIntegration(database, manual);
  await miss([back(3), back(2)]);
  expect(await planMissing(actor(fixture.organizationId), ids())).toMatchObject({
    value: { tasks: 1, days: 2 },
  });
});

test("a paused integration says what stands in the way, and what is named narrows", async () => {
  await miss([back(9), back(2)]);
  const narrowed = { ...ids(), first: back(3), last: back(1) };
  expect(await planMissing(actor(), narrowed)).toMatchObject({ value: { days: 1 } });
  await db.execute(
    sql`update integrations set active = false, paused_reason = 'x' where id = ${fixture.integrationId}`,
  );
  const paused = await planMissing(actor(), ids());
  expect(paused).toMatchObject({
    value: { tasks: 0, operations: [{ obstacle: expect.stringContaining("pausada") }] },
  });
  expect(await startMissing(actor(), ids())).toMatchObject({
    ok: false,
    problem: { message: expect.stringContaining("pausada") },
  });
});

test("the screen has a cell a branch and day, its numbers, and the tasks and files behind it", async () => {
  await miss([back(2), back(1)]);
  await startMissing(actor(), { ...ids(), first: back(2), last: back(2) });
  const [task] = await readTasks();
  await run(task!.id);
  const place = { integrationId: fixture.integrationId };
  const shown = await readDays(actor(), { ...place, first: back(3), last: today });
  if (!shown.ok) throw new Error(shown.problem.message);
  expect(shown.value.branches).toHaveLength(2);
  expect(new Map(shown.value.shown.map(({ day, state }) => [day, state]))).toEqual(
    new Map([
      [back(2), "accepted"],
      [back(1), "missing"],
    ]),
  );
  expect(shown.value.totals.find(({ day }) => day === back(1))?.branches.missing).toBe(2);
  const opened = await readDay(actor(), {
    ...place,
    operation: "sales",
    branchId: fixture.branchId,
    day: back(2),
  });
  expect(opened).toMatchObject({
    value: { state: "accepted", records: 2, tasks: [{ id: task!.id, files: [{ rows: 2 }] }] },
  });
});
