import { and, eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { integrationBranches, integrations } from "@/db/schema/integrations.ts";
import { tasks } from "@/db/schema/tasks.ts";
import { auditEvents } from "@/db/schema/people.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { secret } from "@/lib/connectors/settings.ts";
import { KEEP_ACCEPTED_DAYS } from "@/lib/core/ledger-record.ts";
import { type Actor, PERMISSIONS, type Permission } from "@/lib/core/permissions.ts";
import { addDays, dayInZone, formatDay, type Period } from "@/lib/core/period.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { cancelTask } from "./cancel-task.ts";
import { forceRun } from "./force-run.ts";
import { forceRuns } from "./force-runs.ts";
import { listTasks } from "./list-tasks.ts";
import { planRun } from "./plan-run.ts";
import { readTask } from "./read-task.ts";
import { reprocessTask } from "./reprocess-task.ts";

const registry = vi.hoisted(() => ({ connectors: [] as Connector[] }));
vi.mock("@/lib/registry.ts", () => ({
  findConnector: (id: string) => registry.connectors.find((connector) => connector.id === id),
}));

const manual = fakeConnector(
  { manualRun: { maxDays: 31 } },
  { settings: [secret("senha", "Senha", { required: false })] },
);
const scheduledOnly = fakeConnector({}, { id: "only-scheduled", name: "Só Agenda" });
const demanding = fakeConnector(
  { manualRun: { maxDays: 31 } },
  { id: "demanding", settings: [secret("senha", "Senha")] },
);
const accounting = fakeConnector(
  { manualRun: { maxDays: 31 }, ledger: true },
  { id: "accounting" },
);
registry.connectors = [manual, scheduledOnly, demanding, accounting];

const database = await createTestDatabase({ max: 20 });
const { db } = database;
let fixture: EngineFixture;
const today = dayInZone(new Date(), "America/Sao_Paulo");
const back = (days: number) => addDays(today, -days);
const actor = (more: Partial<Actor> = {}): Actor => ({
  personId: 1,
  name: "Ana Souza",
  email: "ana@exemplo.test",
  profileId: 1,
  profileName: "Agente",
  permissions: new Set<Permission>(PERMISSIONS),
  organizationId: null,
  timeZone: "America/Sao_Paulo",
  ...more,
});
const ask = (period: Period, more: Partial<Actor> = {}) =>
  forceRun(actor(more), { integrationId: fixture.integrationId, ...period });
const insertTask = async (
  period: Period,
  status: "pending" | "sent" | "done" | "failed",
  more: object = {},
) => {
  const [row] = await db
    .insert(tasks)
    .values({
      ...fixture,
      operation: "sales",
      period,
      status,
      origin: "person",
      requestedName: "Sistema",
      failureReason: status === "failed" ? "Falhou" : null,
      ...more,
    })
    .returning({ id: tasks.id });
  return row!.id;
};

beforeEach(async () => {
  fixture = await createIntegration(database, manual);
});
afterAll(async () => {
  await closeSender();
  await database.close();
});

describe("Executar integração", () => {
  test("a valid period becomes a pending task of the person, with its act in the audit log", async () => {
    const outcome = await ask({ first: back(3), last: back(1) });
    expect(outcome).toEqual({ ok: true, value: { taskId: expect.any(Number) } });
    const taskId = outcome.ok ? outcome.value.taskId : 0;
    const [task] = await db.select().from(tasks).where(eq(tasks.id, taskId));
    expect(task).toMatchObject({
      status: "pending",
      origin: "person",
      requestedName: "Ana Souza",
      period: { first: back(3), last: back(1) },
    });
    const [act] = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.action, "force-run"), eq(auditEvents.subjectId, String(taskId))));
    expect(act).toMatchObject({ personName: "Ana Souza", organizationId: fixture.organizationId });
  });

  test("of a hundred at once exactly one wins and all the others name it in the manual's words", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => ask({ first: back(3), last: back(1) })),
    );
    const won = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.taskId] : []));
    expect(won).toHaveLength(1);
    const sentences = new Set(
      outcomes.flatMap((outcome) =>
        outcome.ok ? [] : [`${outcome.problem.kind}: ${outcome.problem.message}`],
      ),
    );
    expect([...sentences]).toEqual([
      `conflict: O intervalo informado está em conflito com a tarefa ${won[0]}, que ainda está pendente de processamento.`,
    ]);
  });

  test.each([
    [
      "reversed",
      { first: back(1), last: back(3) },
      "invalid",
      "A data inicial é posterior à data final. Troque as datas e tente novamente.",
    ],
    [
      "in the future",
      { first: back(1), last: addDays(today, 1) },
      "invalid",
      `Ainda não há movimento depois de hoje (${formatDay(today)}). Escolha uma data final até hoje.`,
    ],
    [
      "no day",
      { first: "2026-02-30", last: back(1) },
      "invalid",
      "Informe as duas datas no formato dd/mm/aaaa.",
    ],
    ["empty", { first: "", last: "" }, "invalid", "Informe as duas datas no formato dd/mm/aaaa."],
    [
      "90 days",
      { first: back(90), last: back(1) },
      "refused",
      "O período tem 90 dias e o limite é de 31 dias por processamento. O mesmo intervalo pode ser dividido em tarefas consecutivas de até 31 dias.",
    ],
  ])("a period that is %s has its own sentence", async (_name, period, kind, message) => {
    expect(await ask(period)).toMatchObject({ ok: false, problem: { kind, message } });
  });

  test("31 days are accepted, to the last of them", async () => {
    expect(await ask({ first: back(31), last: back(1) })).toMatchObject({ ok: true });
  });

  test("an inactive integration, one the hub paused, one without branches: a sentence each", async () => {
    const period = { first: back(1), last: back(1) };
    await db
      .update(integrations)
      .set({ active: false })
      .where(eq(integrations.id, fixture.integrationId));
    expect(await ask(period)).toMatchObject({
      problem: { message: expect.stringContaining("está inativa") },
    });
    await db
      .update(integrations)
      .set({ active: false, pausedReason: "Senha recusada" })
      .where(eq(integrations.id, fixture.integrationId));
    expect(await ask(period)).toMatchObject({
      problem: { message: expect.stringContaining("pausada automaticamente") },
    });
    await db
      .update(integrations)
      .set({ active: true, pausedReason: null })
      .where(eq(integrations.id, fixture.integrationId));
    await db
      .delete(integrationBranches)
      .where(eq(integrationBranches.integrationId, fixture.integrationId));
    expect(await ask(period)).toMatchObject({
      problem: { message: expect.stringContaining("nenhuma filial ativa") },
    });
  });

  test("a type that only runs by its schedule, and settings that are missing, are refused by name", async () => {
    fixture = await createIntegration(database, scheduledOnly);
    expect(await ask({ first: back(1), last: back(1) })).toMatchObject({
      problem: {
        message:
          "O tipo Só Agenda não permite execução manual. Ele é executado automaticamente no horário programado.",
      },
    });
    fixture = await createIntegration(database, demanding);
    expect(await ask({ first: back(1), last: back(1) })).toMatchObject({
      problem: {
        message: "Falta preencher “Senha” na aba Configurações antes de executar.",
        offer: { settings: ["senha"] },
      },
    });
  });

  test("another client's integration does not exist, and a profile without the right is told so", async () => {
    const other = await createIntegration(database, manual);
    expect(
      await ask({ first: back(1), last: back(1) }, { organizationId: other.organizationId }),
    ).toMatchObject({ problem: { kind: "not_found" } });
    expect(
      await ask({ first: back(1), last: back(1) }, { permissions: new Set<Permission>(["view"]) }),
    ).toMatchObject({ problem: { kind: "forbidden" } });
    expect(
      await ask({ first: back(1), last: back(1) }, { organizationId: fixture.organizationId }),
    ).toMatchObject({ ok: true });
  });
});

describe("a plan of a long period", () => {
  const plan = (skipSent: boolean) =>
    planRun(actor(), {
      integrationId: fixture.integrationId,
      first: back(90),
      last: back(1),
      skipSent,
    });
  const valueOf = async (skipSent: boolean) => {
    const outcome = await plan(skipSent);
    if (!outcome.ok) throw new Error(outcome.problem.message);
    return outcome.value;
  };

  test("90 days are three consecutive tasks of at most 31", async () => {
    expect((await valueOf(false)).tasks.map((task) => task.days)).toEqual([31, 31, 28]);
  });

  test("days that were sent are left out when asked, failed ones and a single branch's resend are not", async () => {
    await insertTask({ first: back(80), last: back(71) }, "done");
    await insertTask({ first: back(70), last: back(61) }, "sent");
    await insertTask({ first: back(60), last: back(51) }, "failed");
    await insertTask({ first: back(50), last: back(41) }, "done", {
      parameters: { branchId: fixture.branchId },
    });
    const made = await valueOf(true);
    expect(made.sentDays).toBe(20);
    expect(made.tasks.map(({ first, last }) => [first, last])).toEqual([
      [back(90), back(81)],
      [back(60), back(30)],
      [back(29), back(1)],
    ]);
    expect((await valueOf(false)).tasks).toHaveLength(3);
  });

  test("a part in the way of a pending task names it", async () => {
    const pending = await insertTask({ first: back(5), last: back(2) }, "pending");
    expect((await valueOf(false)).tasks.map((task) => task.conflictWith)).toEqual([
      null,
      null,
      pending,
    ]);
  });

  test("starts all of its tasks or none", async () => {
    const { tasks: parts } = await valueOf(false);
    const periods = parts.map(({ first, last }) => ({ first, last }));
    const blocker = await insertTask({ first: back(5), last: back(5) }, "pending");
    expect(
      await forceRuns(actor(), { integrationId: fixture.integrationId, periods }),
    ).toMatchObject({
      problem: { kind: "conflict", message: expect.stringContaining(`tarefa ${blocker},`) },
    });
    const count = async () =>
      (await db.select().from(tasks).where(eq(tasks.integrationId, fixture.integrationId))).length;
    expect(await count()).toBe(1);
    expect(
      await forceRuns(actor(), {
        integrationId: fixture.integrationId,
        periods: periods.slice(0, 2),
      }),
    ).toMatchObject({ ok: true });
    expect(await count()).toBe(3);
  });

  test("refuses a part above the limit, repeated days and more than two years", async () => {
    const runs = (periods: Period[]) =>
      forceRuns(actor(), { integrationId: fixture.integrationId, periods });
    expect(await runs([{ first: back(40), last: back(1) }])).toMatchObject({ ok: false });
    expect(
      await runs([
        { first: back(9), last: back(5) },
        { first: back(5), last: back(1) },
      ]),
    ).toMatchObject({ problem: { kind: "invalid" } });
    expect(
      await planRun(actor(), {
        integrationId: fixture.integrationId,
        first: back(3000),
        last: back(1),
      }),
    ).toMatchObject({
      problem: { fields: { first: expect.stringContaining("no máximo 731 dias") } },
    });
  });
});

describe("a failed task", () => {
  test("reprocessed once is pending; asked again, the person is told that it was asked already", async () => {
    const taskId = await insertTask({ first: back(2), last: back(1) }, "failed");
    expect(await reprocessTask(actor(), { taskId })).toEqual({ ok: true, value: { taskId } });
    expect(await reprocessTask(actor(), { taskId })).toMatchObject({
      problem: {
        kind: "conflict",
        message: `Já existe uma solicitação de processamento para a tarefa ${taskId}.`,
      },
    });
  });

  test("only a failed task is reprocessed and only a pending one cancelled", async () => {
    const taskId = await insertTask({ first: back(2), last: back(1) }, "done");
    expect(await reprocessTask(actor(), { taskId })).toMatchObject({
      problem: { kind: "refused" },
    });
    expect(await cancelTask(actor(), { taskId })).toMatchObject({ problem: { kind: "refused" } });
    const pending = await insertTask({ first: back(2), last: back(1) }, "pending");
    expect(await cancelTask(actor(), { taskId: pending })).toMatchObject({ ok: true });
    expect(await readTask(actor(), { taskId: pending })).toMatchObject({
      value: { status: "failed", failureReason: "Cancelada por Ana Souza." },
    });
  });

  test("of another client does not exist", async () => {
    const taskId = await insertTask({ first: back(2), last: back(1) }, "failed");
    const foreign = actor({
      organizationId: (await createIntegration(database, manual)).organizationId,
    });
    for (const act of [reprocessTask, cancelTask, readTask])
      expect(await act(foreign, { taskId })).toMatchObject({ problem: { kind: "not_found" } });
  });
});

describe("the list of tasks", () => {
  const search = async (text: string, filters: Record<string, string[]> = {}) => {
    const outcome = await listTasks(actor(), {
      integrationId: fixture.integrationId,
      query: { page: 1, pageSize: 10, search: text, sort: null, filters },
    });
    if (!outcome.ok) throw new Error(outcome.problem.message);
    return outcome.value;
  };

  test("finds what a row shows: code, dates, person, status and reason, whatever the accents", async () => {
    const done = await insertTask({ first: "2026-01-05", last: "2026-01-09" }, "done", {
      requestedName: "José Bezerra",
    });
    const failed = await insertTask({ first: "2026-02-05", last: "2026-02-09" }, "failed", {
      failureReason: "Código de barras 100% inválido",
    });
    const ids = async (text: string) => (await search(text)).rows.map((row) => row.id);
    expect(await ids("")).toEqual([failed, done]);
    expect(await ids(String(done))).toContain(done);
    expect(await ids("09/01/2026")).toEqual([done]);
    expect(await ids("jose concluida")).toEqual([done]);
    expect(await ids("falha no envio")).toEqual([failed]);
    expect(await ids("100% invalido")).toEqual([failed]);
    expect(await ids("100_")).toEqual([]);
    expect((await search("", { status: ["failed"] })).total).toBe(1);
    expect((await search("", { user: ["José Bezerra"] })).rows.map((row) => row.id)).toEqual([
      done,
    ]);
  });

  test("tells where a pending task stands", async () => {
    const taskId = await insertTask({ first: back(2), last: back(1) }, "pending");
    const progress = async () => (await search("")).rows[0]?.progress;
    expect(await progress()).toEqual({ step: "queued" });
    await db.update(tasks).set({ attempt: 1, startedAt: new Date() }).where(eq(tasks.id, taskId));
    expect(await progress()).toEqual({ step: "preparing", made: 0 });
    const until = new Date(Date.now() + 60_000);
    await db.update(tasks).set({ nextTryAt: until }).where(eq(tasks.id, taskId));
    expect(await progress()).toEqual({ step: "waiting", until: until.toISOString() });
  });

  test("any sort, filter or page a hand-written address may carry gives a list", async () => {
    for (const column of [
      "code",
      "createdAt",
      "first",
      "last",
      "user",
      "status",
      "operation",
      "nothing",
    ]) {
      const outcome = await listTasks(actor(), {
        integrationId: fixture.integrationId,
        query: {
          page: 9999,
          pageSize: 100,
          search: "%_\\'",
          sort: { column, descending: true },
          filters: { status: ["x"], nothing: ["y"] },
        },
      });
      expect(outcome.ok).toBe(true);
    }
  });
});

test("a period of which it is no longer known what was accepted is not sent again", async () => {
  const oldest = back(KEEP_ACCEPTED_DAYS);
  const before = { first: addDays(oldest, -1), last: oldest };
  // An operation that keeps no account forgets none.
  expect(await ask(before)).toMatchObject({ ok: true });
  const { integrationId } = await createIntegration(database, accounting);
  const asks = [
    forceRun(actor(), { integrationId, ...before }),
    forceRuns(actor(), { integrationId, periods: [before] }),
    planRun(actor(), { integrationId, ...before }),
  ];
  for (const outcome of await Promise.all(asks))
    expect(outcome).toMatchObject({
      ok: false,
      problem: { kind: "invalid", message: expect.stringContaining(formatDay(oldest)) },
    });
  const known = { first: oldest, last: oldest };
  expect(await forceRun(actor(), { integrationId, ...known })).toMatchObject({ ok: true });
});
