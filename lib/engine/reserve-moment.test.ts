import { eq, inArray } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { integrationBranches, integrations } from "@/db/schema/integrations.ts";
import { files, tasks } from "@/db/schema/tasks.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  makeEngine,
  readTask,
  textFile,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Connector, Operation } from "@/lib/connectors/define.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { closeListen } from "./listen.ts";
import { closeSender } from "./queue.ts";
import { reprocessTask } from "./reprocess-task.ts";
import { requestTask } from "./request-task.ts";
import { runTask } from "./run-task.ts";

const database = await createTestDatabase({ max: 10 });
const { db } = database;
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

const SECOND = new Date("2026-03-06T05:00:00.400Z");
const prepare: Operation["prepare"] = async function* (ctx) {
  yield textFile(`vendas-${(await ctx.task.moment()).toISOString()}`, ["1"]);
};

/** Another integration of the same organization and branch. */
async function addIntegration(
  { organizationId, branchId }: EngineFixture,
  connector: Connector,
): Promise<EngineFixture> {
  const [row] = await db
    .insert(integrations)
    .values({
      organizationId,
      connectorId: connector.id,
      description: "Outra",
      active: true,
      intervalMinutes: 60,
    })
    .returning();
  await db.insert(integrationBranches).values({ organizationId, integrationId: row!.id, branchId });
  return { organizationId, integrationId: row!.id, branchId };
}

/** A pending task that began in the one second. */
async function request(
  of: EngineFixture,
  day = "2026-03-01",
): Promise<{ organizationId: number; taskId: number; generation: number }> {
  const result = await requestTask(db, {
    ...of,
    operation: "sales",
    period: { first: day, last: day },
    origin: "person",
    requestedName: "Ana",
    parameters: {},
  });
  if (!("taskId" in result)) throw new Error("in conflict");
  await db.update(tasks).set({ generationStartedAt: SECOND }).where(eq(tasks.id, result.taskId));
  return { organizationId: of.organizationId, taskId: result.taskId, generation: 1 };
}

test("tasks that begin in one second, of one integration or of several, do not share a moment, and each keeps its own", async () => {
  const sent: string[] = [];
  let failures = 4;
  const connector = fakeConnector({
    prepare,
    deliver: async (_ctx, { name }) => {
      if (failures-- > 0) throw new PartnerError("rejected", "não");
      sent.push(name);
      return { status: "done" };
    },
  });
  const first = await createIntegration(database, connector);
  const second = await addIntegration(first, connector);
  const stranger = await createIntegration(database, connector);
  const jobs = [
    await request(first),
    await request(first, "2026-03-02"),
    await request(second),
    await request(stranger),
  ];
  const engine = await makeEngine(database, [connector]);
  const signal = new AbortController().signal;
  await Promise.all(jobs.map((job) => runTask(engine, job, signal)));
  const made = await db
    .select({ taskId: files.taskId, name: files.name })
    .from(files)
    .where(
      inArray(
        files.taskId,
        jobs.map(({ taskId }) => taskId),
      ),
    );
  const names = new Map(made.map(({ taskId, name }) => [taskId, name]));
  expect([...names.values()].sort()).toEqual([
    "vendas-2026-03-06T05:00:00.000Z",
    "vendas-2026-03-06T05:00:00.000Z",
    "vendas-2026-03-06T05:00:01.000Z",
    "vendas-2026-03-06T05:00:02.000Z",
  ]);
  expect(names.get(jobs[3]!.taskId)).toBe("vendas-2026-03-06T05:00:00.000Z");
  // Once more, as a person asks for it: the same name, so that it replaces what was refused.
  for (const { organizationId, taskId } of jobs) {
    expect(await reprocessTask(db, { organizationId, taskId })).toBe("requested");
    await runTask(engine, { organizationId, taskId, generation: 2 }, signal);
    expect((await readTask(database, organizationId, taskId)).status).toBe("done");
  }
  expect(sent).toEqual(jobs.map(({ taskId }) => names.get(taskId)));
});
