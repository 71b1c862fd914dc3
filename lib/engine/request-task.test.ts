import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { asPerson } from "@/db/client.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  readFiles,
  readJobs,
  readTask,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { tasks } from "@/db/schema/tasks.ts";
import type { Period } from "@/lib/core/period.ts";
import { cancelTask } from "./cancel-task.ts";
import { closeSender } from "./queue.ts";
import { RUN_TASK } from "./queues.ts";
import { reprocessTask } from "./reprocess-task.ts";
import { requestTask, type TaskRequest } from "./request-task.ts";

const database = await createTestDatabase({ max: 20 });
const { db } = database;
const connector = fakeConnector({});
let fixture: EngineFixture;

beforeEach(async () => {
  fixture = await createIntegration(database, connector);
});
afterAll(async () => {
  await closeSender();
  await database.close();
});

const period = (first: string, last: string): Period => ({
  first: `2026-03-${first}`,
  last: `2026-03-${last}`,
});
const request = (more: Partial<TaskRequest> = {}): TaskRequest => ({
  ...fixture,
  operation: "sales",
  period: period("01", "31"),
  origin: "person",
  requestedName: "Ana",
  ...more,
});
const jobsOf = async (taskId: number) =>
  (await readJobs(database, RUN_TASK)).filter((job) => job.data.taskId === taskId);

test("of a hundred requests at once exactly one wins, and the others name it", async () => {
  const results = await Promise.all(Array.from({ length: 100 }, () => requestTask(db, request())));
  const won = results.filter((result) => "taskId" in result);
  expect(won).toHaveLength(1);
  const taskId = (won[0] as { taskId: number }).taskId;
  expect(
    results.filter((result) => "conflictWith" in result && result.conflictWith === taskId),
  ).toHaveLength(99);
  expect(await jobsOf(taskId)).toHaveLength(1);
});

test("a hundred requests and reprocesses of one operation never deadlock", async () => {
  const failed = await db
    .insert(tasks)
    .values(
      [period("01", "10"), period("05", "20"), period("15", "31")].map((each) => ({
        ...request({ period: each }),
        status: "failed" as const,
        failureReason: "x",
      })),
    )
    .returning({ id: tasks.id });
  await Promise.all(
    Array.from({ length: 99 }, (_, index) =>
      index % 3 === 0
        ? requestTask(db, request({ period: period("08", "18") }))
        : reprocessTask(db, {
            organizationId: fixture.organizationId,
            taskId: failed[index % failed.length]!.id,
          }),
    ),
  );
  const pending = await db.execute(
    sql`select a.id from tasks a join tasks b on a.id < b.id and a.period && b.period and a.status = 'pending' and b.status = 'pending' and a.integration_id = b.integration_id where a.integration_id = ${fixture.integrationId}`,
  );
  expect(pending).toHaveLength(0);
});

describe("which requests are in each other's way", () => {
  test.each([
    ["the same days", period("10", "20"), {}, true],
    ["one shared day at the start", period("01", "10"), {}, true],
    ["one shared day at the end", period("20", "25"), {}, true],
    ["inside", period("12", "13"), {}, true],
    ["around", period("01", "31"), {}, true],
    ["the day before", period("01", "09"), {}, false],
    ["the day after", period("21", "31"), {}, false],
    ["another operation", period("10", "20"), { operation: "closings" }, false],
  ])("%s", async (_name, other, more, conflict) => {
    const first = await requestTask(db, request({ period: period("10", "20") }));
    const second = await requestTask(db, request({ period: other, ...more }));
    expect(second).toEqual(
      conflict
        ? { conflictWith: (first as { taskId: number }).taskId, sameSlot: false }
        : { taskId: expect.any(Number) },
    );
  });

  test("a task that ended is in nobody's way", async () => {
    for (const status of ["sent", "done", "failed"] as const) {
      await db.insert(tasks).values({ ...request(), status, failureReason: "x" });
    }
    expect(await requestTask(db, request())).toEqual({ taskId: expect.any(Number) });
  });

  test("another integration's task is in nobody's way", async () => {
    await requestTask(db, request());
    const other = await createIntegration(database, connector);
    expect(await requestTask(db, request(other))).toEqual({ taskId: expect.any(Number) });
  });
});

test("a slot is one task for ever, also after that task ended", async () => {
  const scheduledFor = new Date("2026-03-02T05:00:00Z");
  const [first] = await db
    .insert(tasks)
    .values({ ...request({ scheduledFor }), status: "done" })
    .returning({ id: tasks.id });
  const again = await Promise.all(
    Array.from({ length: 20 }, () => requestTask(db, request({ scheduledFor }))),
  );
  for (const result of again) expect(result).toEqual({ conflictWith: first!.id, sameSlot: true });
});

test("task and job appear together or not at all", async () => {
  let taskId = 0;
  const work = db.transaction(async (tx) => {
    taskId = ((await requestTask(tx, request())) as { taskId: number }).taskId;
    throw new Error("rolled back");
  });
  await expect(work).rejects.toThrow("rolled back");
  expect(await jobsOf(taskId)).toHaveLength(0);
  expect(await requestTask(db, request())).toEqual({ taskId: expect.any(Number) });
});

test("a client's transaction may request, and may not for another organization", async () => {
  const result = await asPerson(db, fixture.organizationId, (tx) => requestTask(tx, request()));
  expect(await jobsOf((result as { taskId: number }).taskId)).toHaveLength(1);
  const other = await createIntegration(database, connector);
  await expect(
    asPerson(db, other.organizationId, (tx) =>
      requestTask(tx, request({ period: period("01", "02") })),
    ),
  ).rejects.toThrow();
});

describe("reprocess", () => {
  const failed = async () =>
    (
      await db
        .insert(tasks)
        .values({ ...request(), status: "failed", failureKind: "rejected", failureReason: "x" })
        .returning({ id: tasks.id })
    )[0]!.id;
  const again = (taskId: number) =>
    reprocessTask(db, { organizationId: fixture.organizationId, taskId });

  test("asked twenty times at once: one request, the rest hear that it is pending", async () => {
    const taskId = await failed();
    const results = await Promise.all(Array.from({ length: 20 }, () => again(taskId)));
    expect(results.filter((result) => result === "requested")).toHaveLength(1);
    expect(results.filter((result) => result === "already_pending")).toHaveLength(19);
    expect(await readTask(database, fixture.organizationId, taskId)).toMatchObject({
      status: "pending",
      generation: 2,
      failureReason: null,
      failureKind: null,
    });
    expect(await jobsOf(taskId)).toEqual([
      expect.objectContaining({ data: expect.objectContaining({ generation: 2 }) }),
    ]);
  });

  test("only of a failed task, and not over another pending one", async () => {
    const taskId = await failed();
    const pending = await requestTask(db, request());
    expect(await again(taskId)).toEqual({ conflictWith: (pending as { taskId: number }).taskId });
    const [done] = await db
      .insert(tasks)
      .values({ ...request(), status: "done" })
      .returning({ id: tasks.id });
    expect(await again(done!.id)).toBe("not_failed");
    expect(await again(999_999)).toBe("missing");
  });

  test("another organization's task does not exist", async () => {
    const taskId = await failed();
    const other = await createIntegration(database, connector);
    expect(await reprocessTask(db, { organizationId: other.organizationId, taskId })).toBe(
      "missing",
    );
    expect(
      await asPerson(db, other.organizationId, (tx) =>
        reprocessTask(tx, { organizationId: fixture.organizationId, taskId }),
      ),
    ).toBe("missing");
  });
});

test("cancel ends a pending task once, and only a pending one", async () => {
  const { taskId } = (await requestTask(db, request())) as { taskId: number };
  const cancel = () =>
    cancelTask(db, { organizationId: fixture.organizationId, taskId, cancelledBy: "Ana" });
  const results = await Promise.all([cancel(), cancel(), cancel()]);
  expect(results.sort()).toEqual(["cancelled", "not_pending", "not_pending"]);
  expect(await readTask(database, fixture.organizationId, taskId)).toMatchObject({
    status: "failed",
    failureKind: "cancelled",
    failureReason: "Cancelada por Ana.",
    cancelRequestedBy: "Ana",
  });
  expect(await readFiles(database, taskId)).toEqual([]);
});
