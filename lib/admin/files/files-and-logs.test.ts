import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appendLogLines } from "@/db/queries/logs/log-lines.ts";
import { files, tasks } from "@/db/schema/tasks.ts";
import { auditEvents } from "@/db/schema/people.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { type Actor, PERMISSIONS, type Permission } from "@/lib/core/permissions.ts";
import { downloadLogs, writeLogText } from "../logs/download-logs.ts";
import { findLogPlace, readLogs, searchLogs } from "../logs/read-logs.ts";
import { downloadFile, downloadTaskFiles } from "./download-files.ts";
import { listIntegrationFiles } from "./list-integration-files.ts";
import { listTaskFiles } from "./list-task-files.ts";
import { withhold } from "./personal-data.ts";

const database = await createTestDatabase();
const { db } = database;
afterAll(() => database.close());

const agent: Actor = {
  personId: 1,
  name: "Ana Souza",
  email: "ana@exemplo.test",
  profileId: 1,
  profileName: "Agente",
  permissions: new Set<Permission>(PERMISSIONS),
  organizationId: null,
  timeZone: "America/Sao_Paulo",
};
let own: EngineFixture;
let foreign: Actor;
let taskId = 0;
let fileIds: number[] = [];
const GRID = { page: 1, pageSize: 100 as const, search: "", sort: null, filters: {} };

beforeAll(async () => {
  own = await createIntegration(database, fakeConnector({}));
  foreign = {
    ...agent,
    organizationId: (await createIntegration(database, fakeConnector({}))).organizationId,
  };
  const [task] = await db
    .insert(tasks)
    .values({
      ...own,
      operation: "sales",
      period: { first: "2026-01-01", last: "2026-01-01" },
      status: "failed",
      failureReason: "Falhou",
      origin: "schedule",
      requestedName: "Sistema",
    })
    .returning();
  taskId = task!.id;
  const file = (number: number) => ({
    organizationId: own.organizationId,
    integrationId: own.integrationId,
    taskId,
    generation: 1,
    name: `cupom-${number}.csv`,
    status: "done" as const,
    branchId: own.branchId,
    contentType: "text/csv",
    rows: number,
    bytes: 10,
    sha256: "x",
    storageKey: `k${number}`,
  });
  fileIds = (
    await db
      .insert(files)
      .values(Array.from({ length: 10 }, (_, index) => file(index + 1)))
      .returning({ id: files.id })
  ).map(({ id }) => id);
  await db.update(files).set({ supersededAt: new Date() }).where(eq(files.id, fileIds[0]!));
  await db
    .update(files)
    .set({ removedAt: new Date("2026-03-04T12:00:00Z") })
    .where(eq(files.id, fileIds[1]!));
  const line = (text: string, level: "info" | "error", of: number | null) => ({
    at: new Date("2026-01-01T12:00:00Z"),
    level,
    text,
    details: null,
    taskId: of,
    attempt: 1,
  });
  await appendLogLines(
    db,
    own,
    Array.from({ length: 20 }, (_, index) => line(`linha ${index + 1}`, "info", null)),
  );
  await appendLogLines(db, own, [
    line("começo", "info", taskId),
    line("recusado", "error", taskId),
  ]);
});

describe("a task's files", () => {
  test("the last seven come first, the older ones after the oldest of them", async () => {
    const first = await listTaskFiles(agent, { taskId });
    expect(first).toMatchObject({ ok: true, value: { total: 10, hasOlder: true } });
    const names = first.ok ? first.value.rows.map((row) => row.name) : [];
    expect(names).toEqual([10, 9, 8, 7, 6, 5, 4].map((number) => `cupom-${number}.csv`));
    const older = await listTaskFiles(agent, { taskId, before: fileIds[3]! });
    expect(
      older.ok && older.value.rows.map((row) => [row.name, row.superseded, row.removedAt !== null]),
    ).toEqual([
      ["cupom-3.csv", false, false],
      ["cupom-2.csv", false, true],
      ["cupom-1.csv", true, false],
    ]);
  });

  test("are searched by branch, task, day and status", async () => {
    const find = async (search: string) => {
      const page = await listIntegrationFiles(agent, {
        integrationId: own.integrationId,
        query: { ...GRID, search },
      });
      return page.ok ? page.value.total : -1;
    };
    expect([
      await find("cupom-7"),
      await find("loja 1"),
      await find("concluida"),
      await find("falha no envio"),
    ]).toEqual([1, 10, 10, 0]);
  });

  test("one is downloaded under the type's and the task's name, and the act is written down", async () => {
    const outcome = await downloadFile(agent, { fileId: fileIds[4]! });
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        archive: `fake-tarefa-${taskId}-cupom-5`,
        entries: [{ name: "cupom-5.csv", storageKey: "k5" }],
      },
    });
    expect(
      await db.select().from(auditEvents).where(eq(auditEvents.action, "download-file")),
    ).toHaveLength(1);
  });

  test("all of them leaves out what was made anew and what retention removed", async () => {
    const outcome = await downloadTaskFiles(agent, { taskId });
    expect(outcome.ok && outcome.value.entries.map((entry) => entry.storageKey)).toEqual(
      [3, 4, 5, 6, 7, 8, 9, 10].map((number) => `k${number}`),
    );
  });

  test("what tells about people goes only to who has the right, and the refusal is written down", async () => {
    const without: Actor = {
      ...agent,
      permissions: new Set(PERMISSIONS.filter((permission) => permission !== "personalData")),
    };
    const denials = async () =>
      (await db.select().from(auditEvents).where(eq(auditEvents.action, "denied"))).length;
    const before = await denials();
    // A type that is no longer offered may have told anything.
    for (const outcome of [
      await downloadFile(without, { fileId: fileIds[4]! }),
      await downloadTaskFiles(without, { taskId }),
    ])
      expect(outcome).toMatchObject({
        problem: { kind: "forbidden", message: expect.stringContaining("dados pessoais") },
      });
    expect(await denials()).toBe(before + 2);
    const rows = async (actor: Actor) => {
      const [ofTask, all] = [
        await listTaskFiles(actor, { taskId }),
        await listIntegrationFiles(actor, { integrationId: own.integrationId, query: GRID }),
      ];
      return [...(ofTask.ok ? ofTask.value.rows : []), ...(all.ok ? all.value.rows : [])].map(
        ({ withheld }) => withheld !== null,
      );
    };
    expect(new Set(await rows(without))).toEqual(new Set([true]));
    expect(new Set(await rows(agent))).toEqual(new Set([false]));
    expect([withhold(without, "smarket", "files"), withhold(without, "dito", "sales")]).toEqual([
      null,
      expect.stringContaining("CPF, nome, contato e nascimento de clientes"),
    ]);
  });

  test("one that retention removed says when", async () => {
    expect(await downloadFile(agent, { fileId: fileIds[1]! })).toMatchObject({
      problem: {
        kind: "refused",
        message: "O conteúdo deste arquivo foi removido pela retenção em 04/03/2026.",
      },
    });
  });
});

describe("a log", () => {
  test("is read by number, and from its end when no number is named", async () => {
    const numbers = async (from?: number) => {
      const range = await readLogs(agent, {
        integrationId: own.integrationId,
        count: 3,
        ...(from !== undefined && { from }),
      });
      return range.ok
        ? { ...range.value, lines: range.value.lines.map((line) => line.number) }
        : null;
    };
    expect(await numbers()).toEqual({ first: 1, last: 22, lines: [20, 21, 22] });
    expect(await numbers(5)).toEqual({ first: 1, last: 22, lines: [5, 6, 7] });
    expect(await numbers(500)).toEqual({ first: 1, last: 22, lines: [] });
  });

  test("is searched by text, level and task", async () => {
    const find = async (filter: object) => {
      const found = await searchLogs(agent, {
        integrationId: own.integrationId,
        after: 0,
        limit: 100,
        ...filter,
      });
      return found.ok ? found.value.lines.map((line) => line.number) : null;
    };
    expect(await find({ text: "LINHA 1" })).toEqual([1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(await find({ levels: ["error"] })).toEqual([22]);
    expect(await find({ taskId })).toEqual([21, 22]);
    expect(await find({ text: "%" })).toEqual([]);
  });

  test("of a failed task is entered at its first error", async () => {
    expect(await findLogPlace(agent, { taskId })).toEqual({
      ok: true,
      value: { integrationId: own.integrationId, number: 22 },
    });
  });

  test("is downloaded as text, with the moment in the person's zone", async () => {
    const outcome = await downloadLogs(agent, { integrationId: own.integrationId, taskId });
    let text = "";
    if (outcome.ok) for await (const part of writeLogText(outcome.value)) text += part;
    expect(text).toBe(
      `21\t01/01/2026 09:00:00\tINFO\ttarefa ${taskId}\tcomeço\n22\t01/01/2026 09:00:00\tERROR\ttarefa ${taskId}\trecusado\n`,
    );
  });
});

test("another client's files, tasks and logs do not exist", async () => {
  const { integrationId } = own;
  const outcomes = [
    await downloadFile(foreign, { fileId: fileIds[4]! }),
    await downloadTaskFiles(foreign, { taskId }),
    await listTaskFiles(foreign, { taskId }),
    await listIntegrationFiles(foreign, { integrationId, query: GRID }),
    await readLogs(foreign, { integrationId, count: 10 }),
    await searchLogs(foreign, { integrationId, limit: 10 }),
    await findLogPlace(foreign, { taskId }),
    await downloadLogs(foreign, { integrationId }),
  ];
  expect(outcomes.map((outcome) => (outcome.ok ? "shown" : outcome.problem.kind))).toEqual(
    outcomes.map(() => "not_found"),
  );
});
