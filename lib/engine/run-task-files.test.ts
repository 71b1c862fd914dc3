import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { acceptedRecords } from "@/db/schema/exchanges.ts";
import { readFiles, readRejections, textFile } from "@/e2e/support/engine-fixture.ts";
import { createTaskRuns, fileNames, threeFiles } from "@/e2e/support/task-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Operation } from "@/lib/connectors/define.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import { PartnerError } from "@/lib/core/errors.ts";
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

const record = (key: string): LedgerRecord => ({
  key,
  branchId: runs.fixture.branchId,
  day: "2026-03-01",
  register: "1",
  kind: "sale",
  amountCents: 100,
});

describe("files are checkpoints", () => {
  test("an attempt that died while preparing leaves its files; the next one makes only the rest", async () => {
    const taskId = await runs.request();
    let bodies = 0;
    const prepare = (dies: boolean): Operation["prepare"] =>
      async function* (ctx) {
        for (const name of fileNames) {
          if (dies && name === "c.txt") throw new PartnerError("unavailable", "caiu");
          ctx.refuse({ key: `r-${name}`, code: "soma", message: "Soma errada." });
          const file = textFile(name, ["1"]);
          yield {
            ...file,
            body: (async function* () {
              bodies++;
              yield* file.body;
            })(),
          };
        }
      };
    await runs.run({ prepare: prepare(true) }, taskId);
    expect((await readFiles(database, taskId)).map(({ name }) => name)).toEqual(["a.txt", "b.txt"]);
    expect(await runs.task(taskId)).toMatchObject({ preparedAt: null });
    const { snapshot, generationStartedAt } = await runs.task(taskId);
    await runs.run({ prepare: prepare(false) }, taskId, {}, { tries: 1 });
    expect(bodies).toBe(3);
    expect((await readRejections(database, taskId)).map(({ recordKey }) => recordKey)).toEqual([
      "r-a.txt",
      "r-b.txt",
      "r-c.txt",
    ]);
    expect(await runs.task(taskId)).toMatchObject({
      snapshot,
      generationStartedAt,
      attempt: 2,
      status: "failed",
      failureReason: "3 registros recusados antes do envio: Soma errada.",
    });
    expect((await readFiles(database, taskId)).every(({ status }) => status === "done")).toBe(true);
  });

  test("a file whose bytes are gone fails alone and says so; a reprocess makes it anew", async () => {
    const taskId = await runs.request();
    const sent: string[] = [];
    const deliver: Operation["deliver"] = async (_ctx, file) => {
      const [, second] = await readFiles(database, taskId);
      if (sent.length === 0) await runs.store.remove(second!.storageKey);
      sent.push(`${file.name}: ${await file.text()}`);
      return { status: "done" };
    };
    await runs.run({ prepare: threeFiles, deliver }, taskId);
    expect(sent.map((line) => line.slice(0, 5))).toEqual(["a.txt", "c.txt"]);
    expect((await readFiles(database, taskId)).map(({ status }) => status)).toEqual([
      "done",
      "failed",
      "done",
    ]);
    expect(await runs.task(taskId)).toMatchObject({
      status: "failed",
      failureKind: "internal",
      failureReason: expect.stringContaining("não está mais guardado"),
    });
    await runs.reprocess(taskId);
    await runs.run({ prepare: threeFiles, deliver }, taskId, {}, { generation: 2 });
    expect(sent.map((line) => line.slice(0, 5))).toEqual(["a.txt", "c.txt", "b.txt"]);
    expect((await runs.task(taskId)).status).toBe("done");
  });

  test("two files of one name are a defect, not a silent loss", async () => {
    const taskId = await runs.request();
    await runs.run(
      {
        prepare: async function* () {
          yield textFile("a", ["1"]);
          yield textFile("a", ["2"]);
        },
      },
      taskId,
      {},
      { tries: 1 },
    );
    expect(await runs.task(taskId)).toMatchObject({ status: "failed", failureKind: "internal" });
  });

  test("a reprocess makes anew what was not accepted and leaves the rest alone", async () => {
    const taskId = await runs.request();
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
    await runs.run(operation, taskId);
    rejects = false;
    expect(await runs.reprocess(taskId)).toBe("requested");
    await runs.run(operation, taskId, {}, { generation: 1 });
    expect(sent).toHaveLength(3);
    await runs.run(operation, taskId, {}, { generation: 2 });
    expect(sent.slice(3)).toEqual(["b.txt", "c.txt"]);
    expect(await runs.task(taskId)).toMatchObject({ status: "done", generation: 2, records: 6 });
    expect(
      (await readFiles(database, taskId)).map(({ generation, name, status, supersededAt }) => [
        generation,
        name,
        status,
        supersededAt !== null,
      ]),
    ).toEqual([
      [1, "a.txt", "done", false],
      [1, "b.txt", "failed", true],
      [1, "c.txt", "failed", true],
      [2, "b.txt", "done", false],
      [2, "c.txt", "done", false],
    ]);
  });

  test("records: accepted ones are in the account, refused ones on the list, and a reprocess sends just these", async () => {
    const taskId = await runs.request();
    const sent: string[][] = [];
    const operation: Partial<Operation> = {
      ledger: true,
      prepare: async function* (ctx) {
        const known = await ctx.ledger.accepted(["k1", "k2", "k3"]);
        const records = ["k1", "k2", "k3"].filter((key) => !known.has(key)).map(record);
        if (records.length > 0)
          yield textFile(
            `lote-${ctx.task.generation}`,
            records.map(({ key }) => key),
            { records },
          );
      },
      deliver: async (_ctx, file) => {
        sent.push(file.records.map(({ key }) => key));
        return {
          status: "done",
          rejections:
            file.records.some(({ key }) => key === "k2") && sent.length === 1
              ? [{ key: "k2", code: "9", message: "Valor inválido." }]
              : [],
        };
      },
    };
    await runs.run(operation, taskId);
    expect(await runs.task(taskId)).toMatchObject({
      status: "failed",
      failureReason: "lote-1: 1 de 3 registros recusados: Valor inválido.",
    });
    expect(
      (await readRejections(database, taskId)).map(({ recordKey, code }) => [recordKey, code]),
    ).toEqual([["k2", "9"]]);
    const accepted = await db
      .select()
      .from(acceptedRecords)
      .where(sql`integration_id = ${runs.fixture.integrationId}`);
    expect(accepted.map(({ recordKey }) => recordKey).sort()).toEqual(["k1", "k3"]);
    await runs.reprocess(taskId);
    await runs.run(operation, taskId, {}, { generation: 2 });
    expect(sent).toEqual([["k1", "k2", "k3"], ["k2"]]);
    expect(await runs.task(taskId)).toMatchObject({ status: "done" });
  });

  test("a resend asked for by the partner does not consult the account", async () => {
    await db.insert(acceptedRecords).values({
      ...runs.fixture,
      operation: "sales",
      recordKey: "k1",
      day: "2026-03-01",
      register: "1",
      kind: "sale",
      amountCents: 1,
      taskId: 1,
      fileId: 1,
    });
    const taskId = await runs.request({ branchId: runs.fixture.branchId, resend: true });
    let known: Set<string> | undefined;
    await runs.run(
      {
        prepare: async function* (ctx) {
          known = await ctx.ledger.accepted(["k1"]);
          yield textFile("a.txt", []);
        },
      },
      taskId,
    );
    expect(known).toEqual(new Set());
  });
});

describe("a lost answer", () => {
  test("looks before it sends again, and does not send what the partner has", async () => {
    const taskId = await runs.request();
    const calls: string[] = [];
    const operation = (has: boolean): Partial<Operation> => ({
      prepare: async function* () {
        yield textFile("a.txt", ["1"]);
      },
      look: async (_ctx, file) => (
        calls.push(`look ${file.uncertain}`),
        has ? { status: "done", receipt: "r" } : null
      ),
      deliver: async (_ctx, file) => {
        calls.push(`deliver ${file.uncertain}`);
        throw new PartnerError("uncertain", "A conexão caiu");
      },
    });
    await runs.run(operation(false), taskId);
    await runs.run(operation(false), taskId, {}, { tries: 1 });
    await runs.run(operation(true), taskId, {}, { tries: 1 });
    expect(calls).toEqual(["deliver false", "look true", "deliver true", "look true"]);
    expect(await runs.task(taskId)).toMatchObject({ status: "done" });
    expect((await readFiles(database, taskId))[0]).toMatchObject({
      receipt: "r",
      attempts: 3,
      deliveringSince: null,
    });
  });

  test("a definite no is no lost answer", async () => {
    const taskId = await runs.request();
    const seen: boolean[] = [];
    const deliver: Operation["deliver"] = async (_ctx, file) => (
      seen.push(file.uncertain),
      Promise.reject(new PartnerError("rate_limited", "Espere"))
    );
    const prepare: Operation["prepare"] = async function* () {
      yield textFile("a.txt", ["1"]);
    };
    await runs.run({ prepare, deliver }, taskId);
    await runs.run({ prepare, deliver }, taskId, {}, { tries: 1 });
    expect(seen).toEqual([false, false]);
  });

  test("is remembered by the file that a reprocess makes anew", async () => {
    const taskId = await runs.request();
    const seen: boolean[] = [];
    const prepare: Operation["prepare"] = async function* () {
      yield textFile("a.txt", ["1"]);
    };
    const lost: Operation["deliver"] = async () =>
      Promise.reject(new PartnerError("uncertain", "caiu"));
    await runs.run({ prepare, deliver: lost }, taskId, {}, { tries: 2 });
    expect(await runs.task(taskId)).toMatchObject({ status: "failed" });
    await runs.reprocess(taskId);
    await runs.run(
      { prepare, deliver: async (_ctx, file) => (seen.push(file.uncertain), { status: "done" }) },
      taskId,
      {},
      { generation: 2 },
    );
    expect(seen).toEqual([true]);
  });
});
