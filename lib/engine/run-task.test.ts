import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { acceptedRecords, integrations, schedules } from "@/db/schema/integrations.ts";
import { createIntegration, type EngineFixture, fakeConnector, makeEngine, readFiles, readJobs, readLog, readRejections, readTask, textFile } from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { LedgerRecord, Operation, StoredFile } from "../connectors/define.ts";
import { type ErrorKind, PartnerError } from "../core/errors.ts";
import { cancelTask } from "./cancel-task.ts";
import type { Engine } from "./engine.ts";
import { closeListen } from "./listen.ts";
import { closeSender } from "./queue.ts";
import { RUN_TASK } from "./queues.ts";
import { reprocessTask } from "./reprocess-task.ts";
import { requestTask } from "./request-task.ts";
import { runTask } from "./run-task.ts";

const database = await createTestDatabase({ max: 20 });
const { db } = database;
const plain = fakeConnector({});
let fixture: EngineFixture;

beforeEach(async () => {
  fixture = await createIntegration(database, plain);
});
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

const never = new AbortController().signal;
const names = ["a.txt", "b.txt", "c.txt"];
const threeFiles: Operation["prepare"] = async function* () {
  for (const name of names) yield textFile(name, ["1", "2"]);
};

async function request(parameters = {}): Promise<number> {
  const result = await requestTask(db, { ...fixture, operation: "sales", period: { first: "2026-03-01", last: "2026-03-02" }, origin: "person", requestedName: "Ana", parameters });
  if (!("taskId" in result)) throw new Error("in conflict");
  return result.taskId;
}
async function run(operation: Partial<Operation>, taskId: number, more: Partial<Engine> = {}, job: { generation?: number; tries?: number } = {}, signal = never): Promise<Engine> {
  const engine = await makeEngine(database, [fakeConnector(operation)], more);
  await runTask(engine, { organizationId: fixture.organizationId, taskId, generation: 1, ...job }, signal);
  return engine;
}
const task = (taskId: number) => readTask(database, fixture.organizationId, taskId);
const retries = async (taskId: number) => (await readJobs(database, RUN_TASK)).filter((job) => job.data.taskId === taskId && job.data.tries !== undefined);
const reprocess = (taskId: number) => reprocessTask(db, { organizationId: fixture.organizationId, taskId });
const record = (key: string): LedgerRecord => ({ key, branchId: fixture.branchId, day: "2026-03-01", register: "1", kind: "sale", amountCents: 100 });

test("prepare, deliver, done: bytes, hash, rows and receipts are kept", async () => {
  const taskId = await request();
  const received: string[] = [];
  await run({ prepare: threeFiles, deliver: async (_ctx, file) => (received.push(await file.text()), { status: "done", receipt: `r-${file.name}` }) }, taskId);
  expect(await task(taskId)).toMatchObject({ status: "done", records: 6, failureReason: null, attempt: 1, preparedAt: expect.any(Date), finishedAt: expect.any(Date) });
  const files = await readFiles(database, taskId);
  expect(files.map(({ name, status, rows, bytes, receipt, deliveringSince }) => ({ name, status, rows, bytes, receipt, deliveringSince }))).toEqual(names.map((name) => ({ name, status: "done", rows: 2, bytes: 4, receipt: `r-${name}`, deliveringSince: null })));
  expect(files[0]!.sha256).toBe(createHash("sha256").update("1\n2\n").digest("hex"));
  expect(received).toEqual(["1\n2\n", "1\n2\n", "1\n2\n"]);
});

test("nothing to send is done, and said", async () => {
  const taskId = await request();
  await run({}, taskId);
  expect(await task(taskId)).toMatchObject({ status: "done", records: 0 });
  expect(await readLog(database, fixture.integrationId)).toContain("Nenhum movimento no período.");
});

describe("each kind of failure", () => {
  const failing = (kind: ErrorKind, options = {}): Operation["deliver"] => async () => Promise.reject(new PartnerError(kind, "O parceiro disse não", options));

  test.each(["unavailable", "rate_limited", "uncertain"] as const)("%s: stays pending and comes again", async (kind) => {
    const taskId = await request();
    await run({ prepare: threeFiles, deliver: failing(kind) }, taskId);
    expect(await task(taskId)).toMatchObject({ status: "pending", nextTryAt: expect.any(Date) });
    const [retry] = await retries(taskId);
    expect(retry?.data.tries).toBe(1);
    expect(retry?.inSeconds).toBeGreaterThan(3);
    expect(retry?.inSeconds).toBeLessThan(6);
    expect((await readLog(database, fixture.integrationId)).at(-1)).toMatch(/Próxima tentativa em \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\./);
  });

  test("the partner's Retry-After is honoured", async () => {
    const taskId = await request();
    await run({ prepare: threeFiles, deliver: failing("rate_limited", { retryAfterSeconds: 90 }) }, taskId);
    expect((await retries(taskId))[0]?.inSeconds).toBeGreaterThan(85);
  });

  test.each(["unavailable", "rate_limited", "uncertain"] as const)("%s: after the last try files and task fail with a reason", async (kind) => {
    const taskId = await request();
    await run({ prepare: threeFiles, deliver: failing(kind) }, taskId, {}, { tries: 2 });
    expect(await task(taskId)).toMatchObject({ status: "failed", failureKind: kind, failureReason: expect.stringContaining("O parceiro disse não. ") });
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual(["failed", "failed", "failed"]);
    expect(await retries(taskId)).toHaveLength(0);
  });

  test("auth: the task fails, the integration pauses and its schedule ends", async () => {
    await db.insert(schedules).values({ ...fixture, operation: "sales", nextRunAt: new Date() });
    const taskId = await request();
    await run({ prepare: threeFiles, deliver: failing("auth") }, taskId);
    expect(await task(taskId)).toMatchObject({ status: "failed", failureKind: "auth" });
    const [integration] = await db.select().from(integrations).where(sql`id = ${fixture.integrationId}`);
    expect(integration).toMatchObject({ active: false, pausedReason: expect.stringContaining("credenciais") });
    expect(await db.select().from(schedules).where(sql`integration_id = ${fixture.integrationId}`)).toHaveLength(0);
    expect((await readFiles(database, taskId)).every(({ deliveringSince }) => deliveringSince === null)).toBe(true);
  });

  test("settings: fails at once", async () => {
    const taskId = await request();
    await run({ prepare: threeFiles, deliver: failing("settings") }, taskId);
    expect(await task(taskId)).toMatchObject({ status: "failed", failureKind: "settings", failureReason: "O parceiro disse não. Depois de corrigir, reprocesse a tarefa." });
  });

  test("rejected: only that file fails, the rest goes on", async () => {
    const taskId = await request();
    await run({ prepare: threeFiles, deliver: async (ctx, file) => (file.name === "b.txt" ? failing("rejected")!(ctx, file) : { status: "done" }) }, taskId);
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual(["done", "failed", "done"]);
    expect(await task(taskId)).toMatchObject({ status: "failed", failureKind: "rejected", failureReason: "1 de 3 arquivos não foi aceito: b.txt. Primeiro motivo: O parceiro disse não" });
  });

  test("unexpected_shape: three in a row end the task", async () => {
    const taskId = await request();
    let calls = 0;
    const prepare: Operation["prepare"] = async function* () {
      for (let index = 0; index < 5; index++) yield textFile(`${index}.txt`, ["x"]);
    };
    await run({ prepare, deliver: (ctx, file) => (calls++, failing("unexpected_shape")!(ctx, file)) }, taskId);
    expect(calls).toBe(3);
    expect(await task(taskId)).toMatchObject({ status: "failed", failureKind: "unexpected_shape" });
    expect((await readFiles(database, taskId)).every(({ status }) => status === "failed")).toBe(true);
  });

  test("internal: a few tries, then it fails without quoting the defect", async () => {
    const taskId = await request();
    const deliver = async () => Promise.reject(new Error("segredo 123"));
    await run({ prepare: threeFiles, deliver }, taskId);
    expect(await task(taskId)).toMatchObject({ status: "pending" });
    await run({ prepare: threeFiles, deliver }, taskId, {}, { tries: 1 });
    expect(await task(taskId)).toMatchObject({ status: "failed", failureKind: "internal", failureReason: expect.stringContaining("Erro interno") });
    expect((await readLog(database, fixture.integrationId)).join()).not.toContain("segredo");
  });

  test("a full disk is said in words and nothing half-made is listed", async () => {
    const taskId = await request();
    const engine = await makeEngine(database, []);
    const store = { ...engine.store, put: async () => Promise.reject(new PartnerError("internal", "Disco cheio: libere espaço e reprocesse.")) };
    await run({ prepare: threeFiles }, taskId, { store }, { tries: 1 });
    expect(await task(taskId)).toMatchObject({ status: "failed", failureKind: "internal", failureReason: expect.stringContaining("Disco cheio") });
    expect(await readFiles(database, taskId)).toHaveLength(0);
  });

  test("progress starts the patience anew", async () => {
    const taskId = await request();
    let calls = 0;
    await run({ prepare: threeFiles, deliver: async (ctx, file) => (calls++ === 0 ? { status: "done" } : failing("unavailable")!(ctx, file)) }, taskId, {}, { tries: 2 });
    expect(await task(taskId)).toMatchObject({ status: "pending" });
    expect((await retries(taskId))[0]?.data.tries).toBe(1);
  });

  test("an inactive integration, a retired connector and missing branches each have their sentence", async () => {
    await db.update(integrations).set({ active: false }).where(sql`id = ${fixture.integrationId}`);
    const inactive = await request();
    await run({}, inactive);
    expect(await task(inactive)).toMatchObject({ status: "failed", failureReason: expect.stringContaining("inativa") });
    await db.update(integrations).set({ active: true }).where(sql`id = ${fixture.integrationId}`);
    const retired = await request();
    await runTask(await makeEngine(database, []), { organizationId: fixture.organizationId, taskId: retired, generation: 1 }, never);
    expect(await task(retired)).toMatchObject({ failureReason: expect.stringContaining("não é mais oferecido") });
    await db.execute(sql`delete from integration_branches where integration_id = ${fixture.integrationId}`);
    const branchless = await request();
    await run({}, branchless);
    expect(await task(branchless)).toMatchObject({ failureReason: expect.stringContaining("nenhuma filial ativa") });
  });
});

describe("files are checkpoints", () => {
  test("an attempt that died while preparing leaves its files; the next one makes only the rest", async () => {
    const taskId = await request();
    let bodies = 0;
    const prepare = (dies: boolean): Operation["prepare"] =>
      async function* (ctx) {
        for (const name of names) {
          if (dies && name === "c.txt") throw new PartnerError("unavailable", "caiu");
          ctx.refuse({ key: `r-${name}`, code: "soma", message: "Soma errada." });
          const file = textFile(name, ["1"]);
          yield { ...file, body: (async function* () { bodies++; yield* file.body; })() };
        }
      };
    await run({ prepare: prepare(true) }, taskId);
    expect((await readFiles(database, taskId)).map(({ name }) => name)).toEqual(["a.txt", "b.txt"]);
    expect(await task(taskId)).toMatchObject({ preparedAt: null });
    const { snapshot, generationStartedAt } = await task(taskId);
    await run({ prepare: prepare(false) }, taskId, {}, { tries: 1 });
    expect(bodies).toBe(3);
    expect((await readRejections(database, taskId)).map(({ recordKey }) => recordKey)).toEqual(["r-a.txt", "r-b.txt", "r-c.txt"]);
    expect(await task(taskId)).toMatchObject({ snapshot, generationStartedAt, attempt: 2, status: "failed", failureReason: "3 registros recusados antes do envio: Soma errada." });
    expect((await readFiles(database, taskId)).every(({ status }) => status === "done")).toBe(true);
  });

  test("two files of one name are a defect, not a silent loss", async () => {
    const taskId = await request();
    await run({ prepare: async function* () { yield textFile("a", ["1"]); yield textFile("a", ["2"]); } }, taskId, {}, { tries: 1 });
    expect(await task(taskId)).toMatchObject({ status: "failed", failureKind: "internal" });
  });

  test("a reprocess makes anew what was not accepted and leaves the rest alone", async () => {
    const taskId = await request();
    const sent: string[] = [];
    let rejects = true;
    const operation: Partial<Operation> = {
      prepare: threeFiles,
      deliver: async (_ctx, file) => {
        sent.push(file.name);
        if (rejects && file.name !== "a.txt") throw new PartnerError("rejected", "não");
        return { status: "done" };
      },
    };
    await run(operation, taskId);
    rejects = false;
    expect(await reprocess(taskId)).toBe("requested");
    await run(operation, taskId, {}, { generation: 1 });
    expect(sent).toHaveLength(3);
    await run(operation, taskId, {}, { generation: 2 });
    expect(sent.slice(3)).toEqual(["b.txt", "c.txt"]);
    expect(await task(taskId)).toMatchObject({ status: "done", generation: 2, records: 6 });
    expect((await readFiles(database, taskId)).map(({ generation, name, status, supersededAt }) => [generation, name, status, supersededAt !== null])).toEqual([
      [1, "a.txt", "done", false],
      [1, "b.txt", "failed", true],
      [1, "c.txt", "failed", true],
      [2, "b.txt", "done", false],
      [2, "c.txt", "done", false],
    ]);
  });

  test("records: accepted ones are in the account, refused ones on the list, and a reprocess sends just these", async () => {
    const taskId = await request();
    const sent: string[][] = [];
    const operation: Partial<Operation> = {
      ledger: true,
      prepare: async function* (ctx) {
        const known = await ctx.ledger.accepted(["k1", "k2", "k3"]);
        const records = ["k1", "k2", "k3"].filter((key) => !known.has(key)).map(record);
        if (records.length > 0) yield textFile(`lote-${ctx.task.generation}`, records.map(({ key }) => key), { records });
      },
      deliver: async (_ctx, file) => {
        sent.push(file.records.map(({ key }) => key));
        return { status: "done", rejections: file.records.some(({ key }) => key === "k2") && sent.length === 1 ? [{ key: "k2", code: "9", message: "Valor inválido." }] : [] };
      },
    };
    await run(operation, taskId);
    expect(await task(taskId)).toMatchObject({ status: "failed", failureReason: "lote-1: 1 de 3 registros recusados: Valor inválido." });
    expect((await readRejections(database, taskId)).map(({ recordKey, code }) => [recordKey, code])).toEqual([["k2", "9"]]);
    const accepted = await db.select().from(acceptedRecords).where(sql`integration_id = ${fixture.integrationId}`);
    expect(accepted.map(({ recordKey }) => recordKey).sort()).toEqual(["k1", "k3"]);
    await reprocess(taskId);
    await run(operation, taskId, {}, { generation: 2 });
    expect(sent).toEqual([["k1", "k2", "k3"], ["k2"]]);
    expect(await task(taskId)).toMatchObject({ status: "done" });
  });

  test("a resend asked for by the partner does not consult the account", async () => {
    await db.insert(acceptedRecords).values({ ...fixture, operation: "sales", recordKey: "k1", day: "2026-03-01", register: "1", kind: "sale", amountCents: 1, taskId: 1, fileId: 1 });
    const taskId = await request({ branchId: fixture.branchId, resend: true });
    let known: Set<string> | undefined;
    await run({ prepare: async function* (ctx) { known = await ctx.ledger.accepted(["k1"]); } }, taskId);
    expect(known).toEqual(new Set());
  });
});

describe("a lost answer", () => {
  test("looks before it sends again, and does not send what the partner has", async () => {
    const taskId = await request();
    const calls: string[] = [];
    const operation = (has: boolean): Partial<Operation> => ({
      prepare: async function* () { yield textFile("a.txt", ["1"]); },
      look: async (_ctx, file) => (calls.push(`look ${file.uncertain}`), has ? { status: "done", receipt: "r" } : null),
      deliver: async (_ctx, file) => {
        calls.push(`deliver ${file.uncertain}`);
        throw new PartnerError("uncertain", "A conexão caiu");
      },
    });
    await run(operation(false), taskId);
    await run(operation(false), taskId, {}, { tries: 1 });
    await run(operation(true), taskId, {}, { tries: 1 });
    expect(calls).toEqual(["deliver false", "look true", "deliver true", "look true"]);
    expect(await task(taskId)).toMatchObject({ status: "done" });
    expect((await readFiles(database, taskId))[0]).toMatchObject({ receipt: "r", attempts: 3, deliveringSince: null });
  });

  test("a definite no is no lost answer", async () => {
    const taskId = await request();
    const seen: boolean[] = [];
    const deliver: Operation["deliver"] = async (_ctx, file) => (seen.push(file.uncertain), Promise.reject(new PartnerError("rate_limited", "Espere")));
    const prepare: Operation["prepare"] = async function* () { yield textFile("a.txt", ["1"]); };
    await run({ prepare, deliver }, taskId);
    await run({ prepare, deliver }, taskId, {}, { tries: 1 });
    expect(seen).toEqual([false, false]);
  });

  test("is remembered by the file that a reprocess makes anew", async () => {
    const taskId = await request();
    const seen: boolean[] = [];
    const prepare: Operation["prepare"] = async function* () { yield textFile("a.txt", ["1"]); };
    const lost: Operation["deliver"] = async () => Promise.reject(new PartnerError("uncertain", "caiu"));
    await run({ prepare, deliver: lost }, taskId, {}, { tries: 2 });
    expect(await task(taskId)).toMatchObject({ status: "failed" });
    await reprocess(taskId);
    await run({ prepare, deliver: async (_ctx, file) => (seen.push(file.uncertain), { status: "done" }) }, taskId, {}, { generation: 2 });
    expect(seen).toEqual([true]);
  });
});

describe("only one attempt counts", () => {
  test("a zombie's late answer is refused, and it neither settles nor fails the task", async () => {
    const taskId = await request();
    const prepare: Operation["prepare"] = async function* () { yield textFile("a.txt", ["1"]); };
    const inDelivery = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const zombie = run({ prepare, deliver: async () => (inDelivery.resolve(), await answer.promise, { status: "done", receipt: "zombie" }) }, taskId);
    await inDelivery.promise;
    await run({ prepare, look: async () => null, deliver: async () => ({ status: "done", receipt: "novo" }) }, taskId);
    answer.resolve();
    await zombie;
    expect((await readFiles(database, taskId))[0]).toMatchObject({ receipt: "novo", status: "done" });
    expect(await task(taskId)).toMatchObject({ status: "done", attempt: 2 });
  });

  test("ten workers with the same job: every file is delivered once", async () => {
    const taskId = await request();
    const delivered: string[] = [];
    const has = new Set<string>();
    const operation: Partial<Operation> = {
      prepare: threeFiles,
      look: async (_ctx, file) => (has.has(file.name) ? { status: "done" } : null),
      deliver: async (_ctx, file: StoredFile) => (has.has(file.name) || delivered.push(file.name), has.add(file.name), { status: "done" }),
    };
    await Promise.all(Array.from({ length: 10 }, () => run(operation, taskId)));
    expect(delivered.sort()).toEqual(names);
    expect(await task(taskId)).toMatchObject({ status: "done" });
    expect(await readFiles(database, taskId)).toHaveLength(3);
  });
});

describe("stopping", () => {
  test("a cancellation reaches the running delivery within two seconds", async () => {
    const taskId = await request();
    const inDelivery = Promise.withResolvers<void>();
    const deliver: Operation["deliver"] = async (ctx) => {
      inDelivery.resolve();
      await new Promise((_, reject) => ctx.signal.addEventListener("abort", () => reject(ctx.signal.reason), { once: true }));
      return { status: "done" };
    };
    const running = run({ prepare: threeFiles, deliver }, taskId);
    await inDelivery.promise;
    const started = Date.now();
    await cancelTask(db, { organizationId: fixture.organizationId, taskId, cancelledBy: "Ana" });
    await running;
    expect(Date.now() - started).toBeLessThan(2_000);
    expect(await task(taskId)).toMatchObject({ status: "failed", failureKind: "cancelled" });
    expect((await readFiles(database, taskId)).map(({ status, failureKind }) => [status, failureKind])).toEqual(Array.from({ length: 3 }, () => ["failed", "cancelled"]));
    expect((await readLog(database, fixture.integrationId)).at(-1)).toContain("Cancelada por Ana.");
  });

  test("an acceptance that arrives after the cancellation is kept, and a reprocess does not send that file again", async () => {
    const taskId = await request();
    const sent: string[] = [];
    let cancelled = false;
    const operation: Partial<Operation> = {
      prepare: threeFiles,
      deliver: async (_ctx, file) => {
        sent.push(file.name);
        if (!cancelled) await cancelTask(db, { organizationId: fixture.organizationId, taskId, cancelledBy: "Ana" });
        cancelled = true;
        return { status: "done" };
      },
    };
    await run(operation, taskId);
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual(["done", "failed", "failed"]);
    await reprocess(taskId);
    await run(operation, taskId, {}, { generation: 2 });
    expect(sent).toEqual(["a.txt", "b.txt", "c.txt"]);
    expect(await task(taskId)).toMatchObject({ status: "done" });
  });

  test("a task cancelled while it waits for its next try closes its files, and a remake looks first", async () => {
    const taskId = await request();
    const seen: boolean[] = [];
    const deliver: Operation["deliver"] = async (_ctx, file) => (seen.push(file.uncertain), Promise.reject(new PartnerError("uncertain", "caiu")));
    await run({ prepare: threeFiles, deliver }, taskId);
    await cancelTask(db, { organizationId: fixture.organizationId, taskId, cancelledBy: "Ana" });
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual(["failed", "failed", "failed"]);
    expect(await task(taskId)).toMatchObject({ nextTryAt: null });
    await reprocess(taskId);
    await run({ prepare: threeFiles, deliver }, taskId, {}, { generation: 2 });
    expect(seen).toEqual([false, true]);
  });

  test("a job that finds its task cancelled closes what a dead worker left on its way", async () => {
    const taskId = await request();
    await run({ prepare: threeFiles, deliver: async () => Promise.reject(new PartnerError("uncertain", "caiu")) }, taskId);
    await db.execute(sql`update tasks set next_try_at = null where id = ${taskId}`);
    await cancelTask(db, { organizationId: fixture.organizationId, taskId, cancelledBy: "Ana" });
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual(["pending", "failed", "failed"]);
    await run({ prepare: threeFiles }, taskId);
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual(["failed", "failed", "failed"]);
  });

  test("a process that drains ends after the file at hand and leaves a job for the rest", async () => {
    const taskId = await request();
    const draining = new AbortController();
    const sent: string[] = [];
    const operation: Partial<Operation> = { prepare: threeFiles, deliver: async (_ctx, file) => (sent.push(file.name), draining.abort(), { status: "done" }) };
    await run(operation, taskId, { draining: draining.signal });
    expect(sent).toEqual(["a.txt"]);
    const [job] = await retries(taskId);
    expect(job?.inSeconds).toBeLessThanOrEqual(0);
    await run(operation, taskId);
    expect(sent).toEqual(names);
    expect(await task(taskId)).toMatchObject({ status: "done", attempt: 2 });
  });
});

describe("what comes in", () => {
  test("items are kept once, the newest content wins", async () => {
    const items = (title: string): Operation["collect"] =>
      async function* () {
        for (let index = 0; index < 450; index++) yield { type: "item", kind: "promotion", key: String(index % 300), title, data: { index } };
      };
    const first = await request();
    await run({ collect: items("antes") }, first);
    expect(await task(first)).toMatchObject({ status: "done", records: 450 });
    await run({ collect: items("depois") }, await request());
    const [row] = await db.execute(sql`select count(*)::int as count, min(title) as title from received_items where integration_id = ${fixture.integrationId}`);
    expect(row).toEqual({ count: 300, title: "depois" });
  });

  test("the partner's request becomes a task of its own", async () => {
    const taskId = await request();
    await run({ collect: async function* () { yield { type: "run", operation: "sales", period: { first: "2026-05-01", last: "2026-05-01" }, branchId: fixture.branchId, register: "3", reason: "Reenvio pedido." }; } }, taskId);
    const [made] = await db.execute(sql`select origin, requested_name, parameters from tasks where integration_id = ${fixture.integrationId} and origin = 'partner'`);
    expect(made).toEqual({ origin: "partner", requested_name: "Parceiro de Teste", parameters: { branchId: fixture.branchId, register: "3", resend: true } });
  });
});
