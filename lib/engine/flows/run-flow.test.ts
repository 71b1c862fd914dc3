import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { environments } from "@/db/schema/environments.ts";
import { subjects } from "@/db/schema/flows.ts";
import { integrations } from "@/db/schema/integrations.ts";
import { readFiles, readJobs, readLog } from "@/e2e/support/engine-fixture.ts";
import { addEnvironment, createFlowRuns, step } from "@/e2e/support/flow-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { cancelTask } from "../cancel-task.ts";
import { closeListen } from "../listen.ts";
import { closeSender } from "../queue.ts";
import { RUN_FLOW } from "../queues.ts";
import { reprocessTask } from "../reprocess-task.ts";
import { done, ended, held, skipped, stuck, waitUntil } from "./define-flow.ts";
import { releaseEnvironment, releaseHeld } from "./release-held.ts";
import { repeatFrom, repeatStep } from "./repeat-steps.ts";

const database = await createTestDatabase({ max: 10 });
const { db } = database;
let runs: Awaited<ReturnType<typeof createFlowRuns>>;

beforeEach(async () => {
  runs = await createFlowRuns(database);
});
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

async function begin() {
  const subject = await runs.subject();
  const { taskId } = await runs.start(subject.id);
  return { id: subject.id, taskId };
}
const person = { requestedBy: null, requestedName: "Ana" };
const repeat = (id: number, name: string) => ({
  organizationId: runs.of.organizationId,
  subjectId: id,
  flow: "carry",
  step: name,
  ...person,
});
const openJobs = async (taskId: number) =>
  (await readJobs(database, RUN_FLOW)).filter(({ data }) => data.taskId === taskId);

test("steps run in order, each sees what those before it left, and the run ends as an ordinary task", async () => {
  const { id, taskId } = await begin();
  const seen: unknown[] = [];
  const first = step(
    "a",
    async (ctx) => (await ctx.save({ total: 100 }, "Reserva 1"), done({ id: 7 }, "criado")),
  );
  await runs.attempt(
    [
      first,
      step(
        "b",
        async (ctx) => (
          seen.push(ctx.resultOf(first), ctx.subject.facts, ctx.subject.title, ctx.uncertain),
          skipped("já existe")
        ),
      ),
      step("c", async () => done(), { supporting: true }),
    ],
    taskId,
  );
  expect(seen).toEqual([{ id: 7 }, { total: 100 }, "Reserva 1", false]);
  expect(await runs.journal(id)).toEqual(["a done", "b skipped", "c done"]);
  expect(await runs.task(taskId)).toMatchObject({ status: "done", records: 2, attempt: 1 });
  expect(await runs.state(id)).toMatchObject({
    state: "finished",
    title: "Reserva 1",
    carriedAt: expect.any(Date),
    finishedAt: expect.any(Date),
  });
  expect(await readLog(database, runs.of.integrationId)).toEqual(
    expect.arrayContaining(["Etapa “Etapa a”: concluída. criado", "Transferência: concluído."]),
  );
});

test("the journal row stands before the partner is called, and a lost answer makes the next try uncertain", async () => {
  const { id, taskId } = await begin();
  const during: string[][] = [];
  const uncertain: boolean[] = [];
  const create = step("create", async (ctx) => {
    during.push(await runs.journal(id));
    uncertain.push(ctx.uncertain);
    if (uncertain.length === 1) throw new PartnerError("uncertain", "A conexão caiu.");
    return done();
  });
  await runs.attempt([create], taskId);
  expect(await runs.state(id)).toMatchObject({
    state: "waiting",
    lastErrorKind: "uncertain",
    tries: 1,
    nextTryAt: expect.any(Date),
  });
  await db.execute(sql`update tasks set next_try_at = null where id = ${taskId}`);
  await runs.attempt([create], taskId);
  expect(during).toEqual([["create running"], ["create running"]]);
  expect(uncertain).toEqual([false, true]);
  expect(await runs.state(id)).toMatchObject({ state: "finished", lastError: null, tries: 0 });
});

test("a process that died in a step leaves it begun: whoever takes over is told to look", async () => {
  const { id, taskId } = await begin();
  const killed = new AbortController();
  await runs.attempt(
    [step("create", async () => (killed.abort(), Promise.reject(killed.signal.reason)))],
    taskId,
    {},
    killed.signal,
  );
  expect(await runs.journal(id)).toEqual(["create running"]);
  let uncertain = false;
  await runs.attempt(
    [step("create", async (ctx) => ((uncertain = ctx.uncertain), done()))],
    taskId,
  );
  expect(uncertain).toBe(true);
});

describe("the end of a step", () => {
  test("is written, with its last writes, before the next one does anything", async () => {
    const { id, taskId } = await begin();
    const during: unknown[] = [];
    await runs.attempt(
      [
        step("a", async (ctx) => (ctx.saveAtEnd({ total: 1 }, "Reserva 1"), done())),
        step("b", async (ctx) => {
          const { facts, title } = await runs.state(id);
          during.push(await runs.journal(id), facts, title, ctx.subject.facts);
          return done();
        }),
      ],
      taskId,
    );
    expect(during).toEqual([["a done", "b running"], { total: 1 }, "Reserva 1", { total: 1 }]);
  });

  test.each(["main", "supporting"])(
    "stays when the process stops right after it (%s)",
    async (where) => {
      const { id, taskId } = await begin();
      const draining = new AbortController();
      const supporting = where === "supporting" ? ({ supporting: true } as const) : {};
      await runs.attempt(
        [
          step(
            "a",
            async (ctx) => (ctx.saveAtEnd({ total: 1 }), draining.abort(), done()),
            supporting,
          ),
          step("b", () => Promise.reject(new Error("never run")), supporting),
        ],
        taskId,
        { draining: draining.signal },
      );
      expect([await runs.journal(id), (await runs.state(id)).facts]).toEqual([
        ["a done"],
        { total: 1 },
      ]);
      expect(await runs.task(taskId)).toMatchObject({ status: "pending" });
      expect(await openJobs(taskId)).not.toEqual([]);
    },
  );

  test("keeps the last writes of a try that failed, and none of one that was fenced off", async () => {
    const { id, taskId } = await begin();
    await runs.attempt(
      [
        step("a", async (ctx) => {
          ctx.saveAtEnd({ looks: 1 });
          throw new PartnerError("rejected", "Não.");
        }),
      ],
      taskId,
    );
    expect([await runs.journal(id), (await runs.state(id)).facts]).toEqual([
      ["a stuck"],
      { looks: 1 },
    ]);
    const other = await begin();
    await runs.attempt(
      [
        step("a", async (ctx) => {
          ctx.saveAtEnd({ looks: 1 });
          await db.execute(sql`update tasks set attempt = attempt + 1 where id = ${other.taskId}`);
          return done();
        }),
        step("b", () => Promise.reject(new Error("never run"))),
      ],
      other.taskId,
    );
    expect([await runs.journal(other.id), (await runs.state(other.id)).facts]).toEqual([
      ["a running"],
      {},
    ]);
  });
});

describe("each kind of failure", () => {
  test("temporary: tried again later, longer each time, then a person must look", async () => {
    const { id, taskId } = await begin();
    const failing = step("a", async () =>
      Promise.reject(new PartnerError("unavailable", "Fora do ar.")),
    );
    const delays: number[] = [];
    for (let tried = 0; tried < 3; tried++) {
      await db.execute(sql`update tasks set next_try_at = null where id = ${taskId}`);
      const before = Date.now();
      await runs.attempt([failing], taskId);
      const { nextTryAt } = await runs.state(id);
      delays.push(nextTryAt ? Math.round((nextTryAt.getTime() - before) / 1000) : 0);
    }
    expect(delays).toEqual([5, 10, 0]);
    expect(await runs.state(id)).toMatchObject({
      state: "stuck",
      lastError: expect.stringContaining("se esgotaram"),
    });
    expect(await runs.task(taskId)).toMatchObject({ status: "failed", failureKind: "unavailable" });
  });

  test("not due yet: a job that comes early finds nothing to do", async () => {
    const { taskId } = await begin();
    await runs.attempt(
      [
        step("a", async () =>
          Promise.reject(new PartnerError("rate_limited", "Espere.", { retryAfterSeconds: 90 })),
        ),
      ],
      taskId,
    );
    expect((await openJobs(taskId)).some(({ inSeconds }) => inSeconds > 85)).toBe(true);
    let ran = false;
    await runs.attempt([step("a", async () => ((ran = true), done()))], taskId);
    expect(ran).toBe(false);
  });

  test.each(["rejected", "settings", "unexpected_shape"] as const)(
    "%s: waits for a person with the reason",
    async (kind) => {
      const { id, taskId } = await begin();
      await runs.attempt(
        [
          step("a", async () =>
            Promise.reject(new PartnerError(kind, "CPF recusado: 529.982.247-25")),
          ),
          step("b", async () => done()),
        ],
        taskId,
      );
      expect(await runs.state(id)).toMatchObject({
        state: "stuck",
        lastErrorKind: kind,
        lastError: expect.stringMatching(/^CPF recusado: \*\*\*/),
      });
      expect(await runs.journal(id)).toEqual(["a stuck"]);
      expect(await openJobs(taskId)).toHaveLength(1);
    },
  );

  test("a defect of ours is tried a few times and never quoted", async () => {
    const { id, taskId } = await begin();
    for (let tried = 0; tried < 2; tried++) {
      await db.execute(sql`update tasks set next_try_at = null where id = ${taskId}`);
      await runs.attempt([step("a", async () => Promise.reject(new Error("segredo 123")))], taskId);
    }
    expect(await runs.state(id)).toMatchObject({ state: "stuck", lastErrorKind: "internal" });
    expect(
      JSON.stringify([await runs.rows(id), await readLog(database, runs.of.integrationId)]),
    ).not.toContain("segredo");
  });

  test("auth: the environment that refused stands still, the integration does not; released, the subject goes on", async () => {
    const environmentId = await addEnvironment(database, runs.of, {
      code: "a",
      baseUrl: "http://127.0.0.1:1",
    });
    const { id, taskId } = await begin();
    const calling = (fail: boolean) =>
      step("a", async (ctx) => {
        const environment = ctx.environments.byCode("a");
        if (!fail) return done(environment.secret.length);
        await environment
          .http({ method: "GET", url: "http://127.0.0.1:1/" })
          .catch(() => undefined);
        throw new PartnerError("auth", "Recusado.");
      });
    await runs.attempt([calling(true)], taskId);
    expect(
      (await db.select().from(environments).where(eq(environments.id, environmentId)))[0],
    ).toMatchObject({
      pausedAt: expect.any(Date),
      pausedReason: expect.stringContaining("recusou as credenciais"),
      lastErrorKind: "unavailable",
    });
    expect(
      (await db.select().from(integrations).where(eq(integrations.id, runs.of.integrationId)))[0],
    ).toMatchObject({ active: true });
    expect(await runs.state(id)).toMatchObject({
      state: "held",
      heldForEnvironmentId: environmentId,
    });
    // Another subject that needs it is held too, without a call.
    const other = await begin();
    await runs.attempt([calling(false)], other.taskId);
    expect(await runs.state(other.id)).toMatchObject({
      state: "held",
      lastError: expect.stringContaining("está pausado"),
    });
    await runs.attempt([calling(false)], taskId);
    expect(await runs.state(id)).toMatchObject({ state: "held" });
    expect(await releaseEnvironment(db, { ...runs.of, environmentId })).toBe(2);
    await runs.attempt([calling(false)], taskId);
    expect(await runs.state(id)).toMatchObject({ state: "finished", heldForEnvironmentId: null });
  });
});

test("wait: the step runs anew at its time, and a message in between looks at once", async () => {
  const { id, taskId } = await begin();
  let looks = 0;
  const looking = step("a", async () =>
    ++looks < 3 ? waitUntil(new Date(Date.now() + 60_000), "ainda não") : done(),
  );
  await runs.attempt([looking], taskId);
  expect(await runs.state(id)).toMatchObject({ state: "waiting", lastError: null });
  await runs.attempt([looking], taskId);
  expect(looks).toBe(1);
  expect(await runs.start(id)).toEqual({ taskId, already: true });
  await runs.attempt([looking], taskId);
  expect(looks).toBe(2);
});

test("stuck opens one decision of a kind; held stands until it is released; ended ends the run and begins anew", async () => {
  const first = await begin();
  const asking = step("a", async () =>
    stuck("Qual unidade?", {
      kind: "unit",
      question: "Qual?",
      options: [{ key: "x", label: "X" }],
    }),
  );
  await runs.attempt([asking], first.taskId);
  expect(
    await reprocessTask(db, { organizationId: runs.of.organizationId, taskId: first.taskId }),
  ).toBe("requested");
  await runs.attempt([asking], first.taskId);
  expect(await runs.decisions(first.id)).toHaveLength(1);

  const second = await begin();
  await runs.attempt([step("a", async () => held("Muitos cancelamentos."))], second.taskId);
  expect(await runs.state(second.id)).toMatchObject({
    state: "held",
    lastError: "Muitos cancelamentos.",
  });
  expect(await releaseHeld(db, runs.of)).toBe(1);
  await runs.attempt([step("a", async () => done())], second.taskId);
  expect(await runs.state(second.id)).toMatchObject({ state: "finished" });

  const third = await begin();
  await runs.attempt(
    [step("check", async () => ended("saiu de pode faturar")), step("b", async () => done())],
    third.taskId,
  );
  expect(await runs.state(third.id)).toMatchObject({ state: "ended" });
  expect(await runs.task(third.taskId)).toMatchObject({ status: "done" });
  const again = await runs.start(third.id);
  await runs.attempt(
    [step("check", async () => done()), step("b", async () => done())],
    again.taskId,
  );
  expect(await runs.journal(third.id)).toEqual(["check done", "b done"]);
});

test("supporting steps hold up nobody: one that fails is tried again by itself, one refused waits for a person", async () => {
  const { id, taskId } = await begin();
  const tried: string[] = [];
  let down = true;
  const steps = [
    step("main", async () => (tried.push("main"), done())),
    step(
      "documents",
      async () => (
        tried.push("documents"),
        down ? Promise.reject(new PartnerError("unavailable", "Fora.")) : done()
      ),
      { supporting: true },
    ),
    step(
      "contracts",
      async () => (
        tried.push("contracts"),
        Promise.reject(new PartnerError("rejected", "Sem tipo padrão."))
      ),
      { supporting: true },
    ),
    step("commissions", async () => (tried.push("commissions"), done()), { supporting: true }),
  ];
  await runs.attempt(steps, taskId);
  expect(await runs.journal(id)).toEqual([
    "main done",
    "documents failed",
    "contracts stuck",
    "commissions done",
  ]);
  expect(await runs.state(id)).toMatchObject({
    state: "waiting",
    carriedAt: expect.any(Date),
    finishedAt: null,
  });
  down = false;
  await db.execute(sql`update tasks set next_try_at = null where id = ${taskId}`);
  await db.execute(sql`update steps set next_try_at = null where subject_id = ${id}`);
  await runs.attempt(steps, taskId);
  expect(tried).toEqual(["main", "documents", "contracts", "commissions", "documents"]);
  expect(await runs.state(id)).toMatchObject({
    state: "stuck",
    lastError: expect.stringContaining("Etapa contracts: Sem tipo padrão."),
  });
  // "Repetir etapa" runs that one alone.
  expect(await repeatStep(db, repeat(id, "contracts"))).toEqual({ taskId });
  await runs.attempt(
    [
      ...steps.slice(0, 2),
      step("contracts", async () => done(), { supporting: true }),
      ...steps.slice(3),
    ],
    taskId,
  );
  expect(tried).toHaveLength(5);
  expect(await runs.state(id)).toMatchObject({ state: "finished" });
});

test("items: each once, a refused one is named and the rest goes through; files of the run carry them", async () => {
  const { id, taskId } = await begin();
  const sent: string[] = [];
  const documents = (refuse: string | null) =>
    step("documents", async (ctx) => {
      for (const key of ["rg", "cpf", "renda"]) {
        await ctx.item(key, `Documento ${key}`, async (one) => {
          const file = await ctx.saveFile({
            name: `${key}.pdf`,
            contentType: "application/pdf",
            body: (async function* () {
              yield new TextEncoder().encode(`conteúdo ${key}`);
            })(),
          });
          if (key === refuse) throw new PartnerError("rejected", "Tipo desconhecido");
          sent.push(`${key}:${one.uncertain}:${(await file.read()).length}`);
          await file.delivered(`doc-${key}`);
          one.answer({ sucesso: true, id: 9, cpf: "529.982.247-25" });
          return done({ id: key });
        });
      }
      return done();
    });
  await runs.attempt([documents("cpf")], taskId);
  expect(await runs.journal(id)).toEqual([
    "documents stuck",
    "documents[rg] done",
    "documents[cpf] stuck",
    "documents[renda] done",
  ]);
  expect(await runs.state(id)).toMatchObject({
    state: "stuck",
    lastError: expect.stringContaining("Documento cpf: Tipo desconhecido"),
  });
  expect(
    JSON.stringify((await runs.rows(id)).find(({ item }) => item === "rg")?.answer),
  ).not.toContain("529");
  expect(
    (await readFiles(database, taskId)).map(({ name, status, receipt }) => [name, status, receipt]),
  ).toEqual([
    ["rg.pdf", "done", "doc-rg"],
    ["cpf.pdf", "failed", null],
    ["renda.pdf", "done", "doc-renda"],
  ]);
  expect(await repeatStep(db, repeat(id, "documents"))).toEqual({ taskId });
  await runs.attempt([documents(null)], taskId);
  expect(sent).toEqual(["rg:false:12", "renda:false:15", "cpf:true:13"]);
  expect(await runs.state(id)).toMatchObject({ state: "finished" });
});

describe("a person", () => {
  const counting = (tried: string[]) =>
    ["a", "b", "c"].map((name) => step(name, async () => (tried.push(name), done())));

  test("repeats one step, or all from one on, of a run that is over", async () => {
    const tried: string[] = [];
    const { id, taskId } = await begin();
    await runs.attempt(counting(tried), taskId);
    const one = await repeatStep(db, repeat(id, "b"));
    await runs.attempt(counting(tried), (one as { taskId: number }).taskId);
    expect(tried).toEqual(["a", "b", "c", "b"]);
    const from = await repeatFrom(db, repeat(id, "b"));
    await runs.attempt(counting(tried), (from as { taskId: number }).taskId);
    expect(tried).toEqual(["a", "b", "c", "b", "b", "c"]);
    expect(await repeatStep(db, repeat(id, "nenhuma"))).toBe("missing");
  });

  test("reopens a step behind a run under way: the run does not end without it", async () => {
    const tried: string[] = [];
    const { id, taskId } = await begin();
    const [a, b] = counting(tried) as [ReturnType<typeof step>, ReturnType<typeof step>];
    await runs.attempt(
      [
        a,
        step(
          "b",
          async (ctx) => (tried.length < 2 && (await repeatStep(db, repeat(id, "a"))), b.run(ctx)),
        ),
      ],
      taskId,
    );
    expect(await runs.task(taskId)).toMatchObject({ status: "pending" });
    await runs.attempt([a, b], taskId);
    expect(tried).toEqual(["a", "b", "a"]);
    expect(await runs.state(id)).toMatchObject({ state: "finished" });
  });

  test("cancels: the attempt that runs is fenced off and the subject waits", async () => {
    const { id, taskId } = await begin();
    await runs.attempt(
      [
        step("a", async (ctx) => {
          await cancelTask(db, {
            organizationId: runs.of.organizationId,
            taskId,
            cancelledBy: "Ana",
          });
          await vi.waitFor(() => expect(ctx.signal.aborted).toBe(true));
          await ctx.save({ late: true });
          return done();
        }),
      ],
      taskId,
    );
    expect(await runs.state(id)).toMatchObject({
      state: "stuck",
      lastError: "Cancelada por Ana.",
      facts: {},
    });
  });
});

test("a zombie writes nothing once another attempt has the run", async () => {
  const { id, taskId } = await begin();
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  let entered = () => {};
  const inside = new Promise<void>((resolve) => (entered = resolve));
  const zombie = runs.attempt(
    [
      step("a", async (ctx) => {
        entered();
        await asleep;
        await ctx.save({ zombie: true });
        return done("zombie");
      }),
    ],
    taskId,
  );
  await inside;
  await runs.attempt([step("a", async () => done("novo"))], taskId);
  wake();
  await zombie;
  expect((await runs.rows(id))[0]).toMatchObject({ status: "done", result: "novo", attempt: 2 });
  expect((await runs.state(id)).facts).toEqual({});
});

test("an inactive integration's subjects wait; another flow's end does not hide one that is stuck", async () => {
  const { id, taskId } = await begin();
  await db
    .update(integrations)
    .set({ active: false })
    .where(eq(integrations.id, runs.of.integrationId));
  await runs.attempt([step("a", async () => done())], taskId);
  expect(await runs.state(id)).toMatchObject({
    state: "waiting",
    lastError: "A integração está inativa.",
  });
  await db
    .update(integrations)
    .set({ active: true })
    .where(eq(integrations.id, runs.of.integrationId));
  await db.execute(sql`update tasks set next_try_at = null where id = ${taskId}`);
  await runs.attempt([step("a", async () => stuck("Falta o corretor."))], taskId);
  const other = await runs.start(id, "carry:vendida");
  await runs.attempt([step("a", async (ctx) => done(ctx.parameter))], other.taskId);
  expect(await runs.task(other.taskId)).toMatchObject({ status: "done", flow: "carry:vendida" });
  expect((await runs.rows(id, "carry:vendida"))[0]).toMatchObject({ result: "vendida" });
  expect(await runs.state(id)).toMatchObject({ state: "stuck", lastError: "Falta o corretor." });
  expect(
    await db.select({ id: subjects.id }).from(subjects).where(eq(subjects.id, id)),
  ).toHaveLength(1);
});
