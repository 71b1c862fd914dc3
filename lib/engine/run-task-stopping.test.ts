import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { readFiles, readLog, textFile } from "@/e2e/support/engine-fixture.ts";
import { createTaskRuns, fileNames, threeFiles } from "@/e2e/support/task-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Operation, StoredFile } from "@/lib/connectors/define.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { cancelTask } from "./cancel-task.ts";
import { closeListen } from "./listen.ts";
import { closeSender } from "./queue.ts";

const database = await createTestDatabase({ max: 20 });
const { db } = database;
let runs: Awaited<ReturnType<typeof createTaskRuns>>;

beforeEach(async () => {
  runs = await createTaskRuns(database);
});
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

describe("only one attempt counts", () => {
  test("a zombie's late answer is refused, and it neither settles nor fails the task", async () => {
    const taskId = await runs.request();
    const prepare: Operation["prepare"] = async function* () {
      yield textFile("a.txt", ["1"]);
    };
    const inDelivery = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const zombie = runs.run(
      {
        prepare,
        deliver: async () => (
          inDelivery.resolve(),
          await answer.promise,
          { status: "done", receipt: "zombie" }
        ),
      },
      taskId,
    );
    await inDelivery.promise;
    await runs.run(
      {
        prepare,
        look: async () => null,
        deliver: async () => ({ status: "done", receipt: "novo" }),
      },
      taskId,
    );
    answer.resolve();
    await zombie;
    expect((await readFiles(database, taskId))[0]).toMatchObject({
      receipt: "novo",
      status: "done",
    });
    expect(await runs.task(taskId)).toMatchObject({ status: "done", attempt: 2 });
  });

  test("ten workers with the same job: every file is delivered once", async () => {
    const taskId = await runs.request();
    const delivered: string[] = [];
    const has = new Set<string>();
    const operation: Partial<Operation> = {
      prepare: threeFiles,
      look: async (_ctx, file) => (has.has(file.name) ? { status: "done" } : null),
      deliver: async (_ctx, file: StoredFile) => (
        has.has(file.name) || delivered.push(file.name),
        has.add(file.name),
        { status: "done" }
      ),
    };
    await Promise.all(Array.from({ length: 10 }, () => runs.run(operation, taskId)));
    expect(delivered.sort()).toEqual(fileNames);
    expect(await runs.task(taskId)).toMatchObject({ status: "done" });
    expect(await readFiles(database, taskId)).toHaveLength(3);
  });
});

describe("stopping", () => {
  test("a cancellation reaches the running delivery within two seconds", async () => {
    const taskId = await runs.request();
    const inDelivery = Promise.withResolvers<void>();
    const deliver: Operation["deliver"] = async (ctx) => {
      inDelivery.resolve();
      await new Promise((_, reject) =>
        ctx.signal.addEventListener("abort", () => reject(ctx.signal.reason), { once: true }),
      );
      return { status: "done" };
    };
    const running = runs.run({ prepare: threeFiles, deliver }, taskId);
    await inDelivery.promise;
    const started = Date.now();
    await cancelTask(db, {
      organizationId: runs.fixture.organizationId,
      taskId,
      cancelledBy: "Ana",
    });
    await running;
    expect(Date.now() - started).toBeLessThan(2_000);
    expect(await runs.task(taskId)).toMatchObject({ status: "failed", failureKind: "cancelled" });
    expect(
      (await readFiles(database, taskId)).map(({ status, failureKind }) => [status, failureKind]),
    ).toEqual(Array.from({ length: 3 }, () => ["failed", "cancelled"]));
    expect((await readLog(database, runs.fixture.integrationId)).at(-1)).toContain(
      "Cancelada por Ana.",
    );
  });

  test("an acceptance that arrives after the cancellation is kept, and a reprocess does not send that file again", async () => {
    const taskId = await runs.request();
    const sent: string[] = [];
    let cancelled = false;
    const operation: Partial<Operation> = {
      prepare: threeFiles,
      deliver: async (_ctx, file) => {
        sent.push(file.name);
        if (!cancelled)
          await cancelTask(db, {
            organizationId: runs.fixture.organizationId,
            taskId,
            cancelledBy: "Ana",
          });
        cancelled = true;
        return { status: "done" };
      },
    };
    await runs.run(operation, taskId);
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual([
      "done",
      "failed",
      "failed",
    ]);
    await runs.reprocess(taskId);
    await runs.run(operation, taskId, {}, { generation: 2 });
    expect(sent).toEqual(["a.txt", "b.txt", "c.txt"]);
    expect(await runs.task(taskId)).toMatchObject({ status: "done" });
  });

  test("a task cancelled while it waits for its next try closes its files, and a remake looks first", async () => {
    const taskId = await runs.request();
    const seen: boolean[] = [];
    const deliver: Operation["deliver"] = async (_ctx, file) => (
      seen.push(file.uncertain),
      Promise.reject(new PartnerError("uncertain", "caiu"))
    );
    await runs.run({ prepare: threeFiles, deliver }, taskId);
    await cancelTask(db, {
      organizationId: runs.fixture.organizationId,
      taskId,
      cancelledBy: "Ana",
    });
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual([
      "failed",
      "failed",
      "failed",
    ]);
    expect(await runs.task(taskId)).toMatchObject({ nextTryAt: null });
    await runs.reprocess(taskId);
    await runs.run({ prepare: threeFiles, deliver }, taskId, {}, { generation: 2 });
    expect(seen).toEqual([false, true]);
  });

  test("a job that finds its task cancelled closes what a dead worker left on its way", async () => {
    const taskId = await runs.request();
    await runs.run(
      {
        prepare: threeFiles,
        deliver: async () => Promise.reject(new PartnerError("uncertain", "caiu")),
      },
      taskId,
    );
    await db.execute(sql`update tasks set next_try_at = null where id = ${taskId}`);
    await cancelTask(db, {
      organizationId: runs.fixture.organizationId,
      taskId,
      cancelledBy: "Ana",
    });
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual([
      "pending",
      "failed",
      "failed",
    ]);
    await runs.run({ prepare: threeFiles }, taskId);
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual([
      "failed",
      "failed",
      "failed",
    ]);
  });

  test("a process that drains ends after the file at hand and leaves a job for the rest", async () => {
    const taskId = await runs.request();
    const draining = new AbortController();
    const sent: string[] = [];
    const operation: Partial<Operation> = {
      prepare: threeFiles,
      deliver: async (_ctx, file) => (sent.push(file.name), draining.abort(), { status: "done" }),
    };
    await runs.run(operation, taskId, { draining: draining.signal });
    expect(sent).toEqual(["a.txt"]);
    const [job] = await runs.retries(taskId);
    expect(job?.inSeconds).toBeLessThanOrEqual(0);
    await runs.run(operation, taskId);
    expect(sent).toEqual(fileNames);
    expect(await runs.task(taskId)).toMatchObject({ status: "done", attempt: 2 });
  });
});

describe("what comes in", () => {
  test("items are kept once, the newest content wins", async () => {
    const items = (title: string): Operation["collect"] =>
      async function* () {
        for (let index = 0; index < 450; index++)
          yield {
            type: "item",
            kind: "promotion",
            key: String(index % 300),
            title,
            data: { index },
          };
      };
    const first = await runs.request();
    await runs.run({ collect: items("antes") }, first);
    expect(await runs.task(first)).toMatchObject({ status: "done", records: 450 });
    await runs.run({ collect: items("depois") }, await runs.request());
    const [row] = await db.execute(
      sql`select count(*)::int as count, min(title) as title from received_items where integration_id = ${runs.fixture.integrationId}`,
    );
    expect(row).toEqual({ count: 300, title: "depois" });
  });

  test("the partner's request becomes a task of its own", async () => {
    const taskId = await runs.request();
    await runs.run(
      {
        collect: async function* () {
          yield {
            type: "run",
            operation: "sales",
            period: { first: "2026-05-01", last: "2026-05-01" },
            branchId: runs.fixture.branchId,
            register: "3",
            reason: "Reenvio pedido.",
          };
        },
      },
      taskId,
    );
    const [made] = await db.execute(
      sql`select origin, requested_name, parameters from tasks where integration_id = ${runs.fixture.integrationId} and origin = 'partner'`,
    );
    expect(made).toEqual({
      origin: "partner",
      requested_name: "Parceiro de Teste",
      parameters: { branchId: runs.fixture.branchId, register: "3", resend: true },
    });
  });
});
