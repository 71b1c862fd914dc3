import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { integrations, schedules } from "@/db/schema/integrations.ts";
import { makeEngine, readFiles, readLog, textFile } from "@/e2e/support/engine-fixture.ts";
import { createTaskRuns, fileNames, threeFiles } from "@/e2e/support/task-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Operation } from "@/lib/connectors/define.ts";
import { type ErrorKind, PartnerError } from "@/lib/core/errors.ts";
import { closeListen } from "./listen.ts";
import { closeSender } from "./queue.ts";
import { runTask } from "./run-task.ts";

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

const never = new AbortController().signal;

test("prepare, deliver, done: bytes, hash, rows and receipts are kept", async () => {
  const taskId = await runs.request();
  const received: string[] = [];
  await runs.run(
    {
      prepare: threeFiles,
      deliver: async (_ctx, file) => (
        received.push(await file.text()),
        { status: "done", receipt: `r-${file.name}` }
      ),
    },
    taskId,
  );
  expect(await runs.task(taskId)).toMatchObject({
    status: "done",
    records: 6,
    failureReason: null,
    attempt: 1,
    preparedAt: expect.any(Date),
    finishedAt: expect.any(Date),
  });
  const files = await readFiles(database, taskId);
  expect(
    files.map(({ name, status, rows, bytes, receipt, deliveringSince }) => ({
      name,
      status,
      rows,
      bytes,
      receipt,
      deliveringSince,
    })),
  ).toEqual(
    fileNames.map((name) => ({
      name,
      status: "done",
      rows: 2,
      bytes: 4,
      receipt: `r-${name}`,
      deliveringSince: null,
    })),
  );
  expect(files[0]!.sha256).toBe(createHash("sha256").update("1\n2\n").digest("hex"));
  expect(received).toEqual(["1\n2\n", "1\n2\n", "1\n2\n"]);
});

test("nothing to send is done, and said", async () => {
  const taskId = await runs.request();
  await runs.run({}, taskId);
  expect(await runs.task(taskId)).toMatchObject({ status: "done", records: 0 });
  expect(await readLog(database, runs.fixture.integrationId)).toContain(
    "Nenhum movimento no período.",
  );
});

describe("each kind of failure", () => {
  const failing =
    (kind: ErrorKind, options = {}): Operation["deliver"] =>
    async () =>
      Promise.reject(new PartnerError(kind, "O parceiro disse não", options));

  test.each(["unavailable", "rate_limited", "uncertain"] as const)(
    "%s: stays pending and comes again",
    async (kind) => {
      const taskId = await runs.request();
      await runs.run({ prepare: threeFiles, deliver: failing(kind) }, taskId);
      expect(await runs.task(taskId)).toMatchObject({
        status: "pending",
        nextTryAt: expect.any(Date),
      });
      const [retry] = await runs.retries(taskId);
      expect(retry?.data.tries).toBe(1);
      expect(retry?.inSeconds).toBeGreaterThan(3);
      expect(retry?.inSeconds).toBeLessThan(6);
      expect((await readLog(database, runs.fixture.integrationId)).at(-1)).toMatch(
        /Próxima tentativa em \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\./,
      );
    },
  );

  test("the partner's Retry-After is honoured", async () => {
    const taskId = await runs.request();
    await runs.run(
      { prepare: threeFiles, deliver: failing("rate_limited", { retryAfterSeconds: 90 }) },
      taskId,
    );
    expect((await runs.retries(taskId))[0]?.inSeconds).toBeGreaterThan(85);
  });

  test.each(["unavailable", "rate_limited", "uncertain"] as const)(
    "%s: after the last try files and task fail with a reason",
    async (kind) => {
      const taskId = await runs.request();
      await runs.run({ prepare: threeFiles, deliver: failing(kind) }, taskId, {}, { tries: 2 });
      expect(await runs.task(taskId)).toMatchObject({
        status: "failed",
        failureKind: kind,
        failureReason: expect.stringContaining("O parceiro disse não. "),
      });
      expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual([
        "failed",
        "failed",
        "failed",
      ]);
      expect(await runs.retries(taskId)).toHaveLength(0);
    },
  );

  test("auth: the task fails, the integration pauses and its schedule ends", async () => {
    await db
      .insert(schedules)
      .values({ ...runs.fixture, operation: "sales", nextRunAt: new Date() });
    const taskId = await runs.request();
    await runs.run({ prepare: threeFiles, deliver: failing("auth") }, taskId);
    expect(await runs.task(taskId)).toMatchObject({ status: "failed", failureKind: "auth" });
    const [integration] = await db
      .select()
      .from(integrations)
      .where(sql`id = ${runs.fixture.integrationId}`);
    expect(integration).toMatchObject({
      active: false,
      pausedReason: expect.stringContaining("credenciais"),
    });
    expect(
      await db
        .select()
        .from(schedules)
        .where(sql`integration_id = ${runs.fixture.integrationId}`),
    ).toHaveLength(0);
    expect(
      (await readFiles(database, taskId)).every(({ deliveringSince }) => deliveringSince === null),
    ).toBe(true);
  });

  test("auth: one refusal is tried again over minutes, and an acceptance ends what was refused", async () => {
    const refused = async () => {
      const [row] = await db.execute<{ active: boolean; since: string | null }>(
        sql`select active, refused_since as since from integrations where id = ${runs.fixture.integrationId}`,
      );
      return row!;
    };
    const retry = { temporary: [5], internal: [], doubtful: [60, 180], jitter: 0 };
    const taskId = await runs.request();
    await runs.run({ prepare: threeFiles, deliver: failing("auth") }, taskId, { retry });
    expect(await runs.task(taskId)).toMatchObject({ status: "pending" });
    expect((await runs.retries(taskId)).map(({ data }) => data.tries)).toEqual([1]);
    expect(await refused()).toMatchObject({ active: true, since: expect.any(String) });
    await runs.run({ prepare: threeFiles }, taskId, { retry }, { tries: 1 });
    expect(await runs.task(taskId)).toMatchObject({ status: "done" });
    expect(await refused()).toEqual({ active: true, since: null });

    const again = await runs.request();
    await runs.run({ prepare: threeFiles, deliver: failing("auth") }, again, { retry });
    const { since } = await refused();
    await runs.run(
      { prepare: threeFiles, deliver: failing("auth") },
      again,
      { retry },
      { tries: 2 },
    );
    expect(await runs.task(again)).toMatchObject({ status: "failed", failureKind: "auth" });
    // The pause tells since when it was refused, which is before it paused.
    expect(await refused()).toEqual({ active: false, since });
  });

  test("settings: fails at once", async () => {
    const taskId = await runs.request();
    await runs.run({ prepare: threeFiles, deliver: failing("settings") }, taskId);
    expect(await runs.task(taskId)).toMatchObject({
      status: "failed",
      failureKind: "settings",
      failureReason: "O parceiro disse não. Depois de corrigir, reprocesse a tarefa.",
    });
  });

  test("rejected: only that file fails, the rest goes on", async () => {
    const taskId = await runs.request();
    await runs.run(
      {
        prepare: threeFiles,
        deliver: async (ctx, file) =>
          file.name === "b.txt" ? failing("rejected")!(ctx, file) : { status: "done" },
      },
      taskId,
    );
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual([
      "done",
      "failed",
      "done",
    ]);
    expect(await runs.task(taskId)).toMatchObject({
      status: "failed",
      failureKind: "rejected",
      failureReason: "1 de 3 arquivos não foi aceito: b.txt. Primeiro motivo: O parceiro disse não",
    });
  });

  test("unexpected_shape: three in a row end the task", async () => {
    const taskId = await runs.request();
    let calls = 0;
    const prepare: Operation["prepare"] = async function* () {
      for (let index = 0; index < 5; index++) yield textFile(`${index}.txt`, ["x"]);
    };
    await runs.run(
      { prepare, deliver: (ctx, file) => (calls++, failing("unexpected_shape")!(ctx, file)) },
      taskId,
    );
    expect(calls).toBe(3);
    expect(await runs.task(taskId)).toMatchObject({
      status: "failed",
      failureKind: "unexpected_shape",
    });
    expect((await readFiles(database, taskId)).every(({ status }) => status === "failed")).toBe(
      true,
    );
  });

  test("internal: a few tries, then it fails without quoting the defect", async () => {
    const taskId = await runs.request();
    const deliver = async () => Promise.reject(new Error("segredo 123"));
    await runs.run({ prepare: threeFiles, deliver }, taskId);
    expect(await runs.task(taskId)).toMatchObject({ status: "pending" });
    await runs.run({ prepare: threeFiles, deliver }, taskId, {}, { tries: 1 });
    expect(await runs.task(taskId)).toMatchObject({
      status: "failed",
      failureKind: "internal",
      failureReason: expect.stringContaining("Erro interno"),
    });
    expect((await readLog(database, runs.fixture.integrationId)).join()).not.toContain("segredo");
  });

  test("a full disk is said in words and nothing half-made is listed", async () => {
    const taskId = await runs.request();
    const engine = await makeEngine(database, []);
    const store = {
      ...engine.store,
      put: async () =>
        Promise.reject(new PartnerError("internal", "Disco cheio: libere espaço e reprocesse.")),
    };
    await runs.run({ prepare: threeFiles }, taskId, { store }, { tries: 1 });
    expect(await runs.task(taskId)).toMatchObject({
      status: "failed",
      failureKind: "internal",
      failureReason: expect.stringContaining("Disco cheio"),
    });
    expect(await readFiles(database, taskId)).toHaveLength(0);
  });

  test("progress starts the patience anew", async () => {
    const taskId = await runs.request();
    let calls = 0;
    await runs.run(
      {
        prepare: threeFiles,
        deliver: async (ctx, file) =>
          calls++ === 0 ? { status: "done" } : failing("unavailable")!(ctx, file),
      },
      taskId,
      {},
      { tries: 2 },
    );
    expect(await runs.task(taskId)).toMatchObject({ status: "pending" });
    expect((await runs.retries(taskId))[0]?.data.tries).toBe(1);
  });

  test("an inactive integration, a retired connector and missing branches each have their sentence", async () => {
    await db
      .update(integrations)
      .set({ active: false })
      .where(sql`id = ${runs.fixture.integrationId}`);
    const inactive = await runs.request();
    await runs.run({}, inactive);
    expect(await runs.task(inactive)).toMatchObject({
      status: "failed",
      failureReason: expect.stringContaining("inativa"),
    });
    await db
      .update(integrations)
      .set({ active: true })
      .where(sql`id = ${runs.fixture.integrationId}`);
    const retired = await runs.request();
    await runTask(
      await makeEngine(database, []),
      { organizationId: runs.fixture.organizationId, taskId: retired, generation: 1 },
      never,
    );
    expect(await runs.task(retired)).toMatchObject({
      failureReason: expect.stringContaining("não está mais disponível"),
    });
    await db.execute(
      sql`delete from integration_branches where integration_id = ${runs.fixture.integrationId}`,
    );
    const branchless = await runs.request();
    await runs.run({}, branchless);
    expect(await runs.task(branchless)).toMatchObject({
      failureReason: expect.stringContaining("nenhuma filial ativa"),
    });
  });
});
