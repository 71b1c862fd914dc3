import { sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { integrations } from "@/db/schema/integrations.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  makeEngine,
  readFiles,
  readJobs,
  readLog,
  readTask,
  textFile,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Confirmation, Operation } from "@/lib/connectors/define.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { confirmTask } from "./confirm-task.ts";
import type { Engine } from "./engine.ts";
import { closeListen } from "./listen.ts";
import { closeSender } from "./queue.ts";
import { CONFIRM_TASK } from "./queues.ts";
import { reprocessTask } from "./reprocess-task.ts";
import { requestTask } from "./request-task.ts";
import { runTask } from "./run-task.ts";

const database = await createTestDatabase();
const { db } = database;
const never = new AbortController().signal;
const start = new Date("2026-03-05T12:00:00Z");
let fixture: EngineFixture;
let now = start;

beforeEach(async () => {
  fixture = await createIntegration(database, fakeConnector({}));
  now = start;
});
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

const record = (key: string): LedgerRecord => ({
  key,
  branchId: fixture.branchId,
  day: "2026-03-01",
  register: "1",
  kind: "sale",
  amountCents: 100,
});
const twoPhase = (
  confirm: Operation["confirm"],
  more: Partial<Operation> = {},
): Partial<Operation> => ({
  ledger: true,
  prepare: async function* () {
    for (const name of ["a", "b"]) yield textFile(name, [name], { records: [record(name)] });
  },
  deliver: async (_ctx, file) => ({ status: "sent", receipt: `lote-${file.name}` }),
  confirm,
  confirmEvery: { minutes: 10, giveUpHours: 24 },
  ...more,
});
const engineOf = (operation: Partial<Operation>): Promise<Engine> =>
  makeEngine(database, [fakeConnector(operation)], { now: () => now });

async function send(operation: Partial<Operation>): Promise<number> {
  const result = await requestTask(db, {
    ...fixture,
    operation: "sales",
    period: { first: "2026-03-01", last: "2026-03-01" },
    origin: "person",
    requestedName: "Ana",
  });
  const taskId = (result as { taskId: number }).taskId;
  await runTask(
    await engineOf(operation),
    { organizationId: fixture.organizationId, taskId, generation: 1 },
    never,
  );
  return taskId;
}
async function ask(
  operation: Partial<Operation>,
  taskId: number,
  minutesLater = 10,
  generation = 1,
): Promise<void> {
  now = new Date(now.getTime() + minutesLater * 60_000);
  await confirmTask(
    await engineOf(operation),
    { organizationId: fixture.organizationId, taskId, generation },
    never,
  );
}
const task = (taskId: number) => readTask(database, fixture.organizationId, taskId);
const statuses = async (taskId: number) =>
  (await readFiles(database, taskId)).map(({ status }) => status);
const account = async () =>
  (
    await db.execute(
      sql`select record_key from accepted_records where integration_id = ${fixture.integrationId} order by 1`,
    )
  ).map((row) => row.record_key);
const questions = async (taskId: number) =>
  (await readJobs(database, CONFIRM_TASK)).filter((job) => job.data.taskId === taskId);

test("sent is not done: the account waits for the partner's word, and asks with the receipt", async () => {
  const asked: Array<string | null> = [];
  const operation = twoPhase(
    async (_ctx, file): Promise<Confirmation> => (
      asked.push(file.receipt),
      { status: asked.length > 2 ? "done" : "pending" }
    ),
  );
  const taskId = await send(operation);
  expect(await task(taskId)).toMatchObject({ status: "sent", finishedAt: null });
  expect(await account()).toEqual([]);
  expect(await questions(taskId)).toHaveLength(1);
  await ask(operation, taskId);
  expect(await statuses(taskId)).toEqual(["sent", "sent"]);
  await ask(operation, taskId);
  expect(asked).toEqual(["lote-a", "lote-b", "lote-a", "lote-b"]);
  expect(await task(taskId)).toMatchObject({ status: "done", finishedAt: now });
  expect(await account()).toEqual(["a", "b"]);
});

test("nobody is asked before it is time", async () => {
  let asked = 0;
  const operation = twoPhase(async () => (asked++, { status: "pending" }));
  const taskId = await send(operation);
  await ask(operation, taskId, 9);
  expect(asked).toBe(0);
});

test("one file refused: the task fails at once, the other goes on being asked about", async () => {
  const operation = twoPhase(async (_ctx, file): Promise<Confirmation> =>
    file.name === "a" ? { status: "failed", detail: "Lote inválido." } : { status: "pending" },
  );
  const taskId = await send(operation);
  await ask(operation, taskId);
  expect(await statuses(taskId)).toEqual(["failed", "sent"]);
  expect(await task(taskId)).toMatchObject({
    status: "failed",
    failureKind: "rejected",
    failureReason: expect.stringContaining("Lote inválido."),
  });
  await ask(
    twoPhase(async () => ({ status: "done" })),
    taskId,
  );
  expect(await statuses(taskId)).toEqual(["failed", "done"]);
  expect(await account()).toEqual(["b"]);
});

test("records refused at the confirmation leave the rest in the account", async () => {
  const operation = twoPhase(async (_ctx, file): Promise<Confirmation> => ({
    status: "done",
    rejections:
      file.name === "a" ? [{ key: "a", code: "7", message: "CPF 123.456.789-09 inválido." }] : [],
  }));
  const taskId = await send(operation);
  await ask(operation, taskId);
  expect(await statuses(taskId)).toEqual(["failed", "done"]);
  expect(await account()).toEqual(["b"]);
  const [row] = await db.execute(
    sql`select record_key, message from rejections where task_id = ${taskId}`,
  );
  expect(row).toEqual({ record_key: "a", message: "CPF ***.456.789-** inválido." });
});

test("waiting ends: after the hours are up it is a failure, and a remake looks first", async () => {
  const operation = twoPhase(async () => ({ status: "pending" }));
  const taskId = await send(operation);
  await ask(operation, taskId, 24 * 60);
  expect(await statuses(taskId)).toEqual(["failed", "failed"]);
  expect(await task(taskId)).toMatchObject({
    status: "failed",
    failureReason: expect.stringContaining("não o confirmou em 24 h"),
  });
  expect(
    (await readFiles(database, taskId)).every(({ deliveringSince }) => deliveringSince !== null),
  ).toBe(true);
});

test("a question that fails is asked again; refused credentials also pause the integration", async () => {
  const operation = twoPhase(async () =>
    Promise.reject(new PartnerError("unavailable", "Fora do ar", { retryAfterSeconds: 3600 })),
  );
  const taskId = await send(operation);
  await ask(operation, taskId);
  expect(await task(taskId)).toMatchObject({ status: "sent" });
  expect((await readFiles(database, taskId)).map(({ nextConfirmAt }) => nextConfirmAt)).toEqual(
    Array.from({ length: 2 }, () => new Date(now.getTime() + 3_600_000)),
  );
  await ask(
    twoPhase(async () => Promise.reject(new PartnerError("auth", "Senha recusada"))),
    taskId,
    60,
  );
  const [integration] = await db
    .select()
    .from(integrations)
    .where(sql`id = ${fixture.integrationId}`);
  expect(integration?.active).toBe(false);
  expect(await task(taskId)).toMatchObject({ status: "sent" });
  expect((await readLog(database, fixture.integrationId)).join("\n")).toContain("Senha recusada");
});

test("two askers at once: each answer counts once", async () => {
  const operation = twoPhase(async () => ({ status: "done" }));
  const taskId = await send(operation);
  now = new Date(now.getTime() + 600_000);
  const engine = await engineOf(operation);
  await Promise.all(
    Array.from({ length: 5 }, () =>
      confirmTask(engine, { organizationId: fixture.organizationId, taskId, generation: 1 }, never),
    ),
  );
  expect(await task(taskId)).toMatchObject({ status: "done" });
  expect(await account()).toEqual(["a", "b"]);
});

test("a reprocess goes on asking about what the first run sent, and sends only the rest", async () => {
  const sent: string[] = [];
  const operation = twoPhase(async () => ({ status: "pending" }), {
    deliver: async (_ctx, file) => {
      sent.push(file.name);
      if (file.name === "b" && sent.length === 2) throw new PartnerError("rejected", "não");
      return { status: "sent" };
    },
  });
  const taskId = await send(operation);
  expect(await task(taskId)).toMatchObject({ status: "failed" });
  await reprocessTask(db, { organizationId: fixture.organizationId, taskId });
  await runTask(
    await engineOf(operation),
    { organizationId: fixture.organizationId, taskId, generation: 2 },
    never,
  );
  expect(sent).toEqual(["a", "b", "b"]);
  expect(await task(taskId)).toMatchObject({ status: "sent" });
  await ask(
    twoPhase(async () => ({ status: "done" })),
    taskId,
    10,
    2,
  );
  expect(await task(taskId)).toMatchObject({ status: "done" });
});
