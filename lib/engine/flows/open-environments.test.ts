import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findSession } from "@/db/queries/flows/environment-sessions.ts";
import { readDailyQuota } from "@/db/queries/integrations/daily-quotas.ts";
import { environments } from "@/db/schema/environments.ts";
import { integrations } from "@/db/schema/integrations.ts";
import {
  createIntegration,
  fakeConnector,
  makeEngine,
  readTask,
} from "@/e2e/support/engine-fixture.ts";
import { addEnvironment, createFlowRuns, FLOW_KEYS, flowModule } from "@/e2e/support/flow-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { daysBack, everyMinutes } from "@/lib/core/schedule.ts";
import { encryptSecret } from "@/lib/secrets.ts";
import { closeListen } from "../listen.ts";
import { closeSender } from "../queue.ts";
import { requestTask } from "../request-task.ts";
import { runTask } from "../run-task.ts";
import type { SignIn } from "./flow-context.ts";
import { budgetsOf, quotaKeyOf } from "./limit-calls.ts";
import { loginPlace, openEnvironments } from "./open-environments.ts";
import type { SignedIn } from "./open-session.ts";

const database = await createTestDatabase({ max: 10 });
const { db } = database;
const never = new AbortController().signal;
let answer: RequestListener = (_request, response) => void response.end("{}");
const partner = createServer((request, response) => answer(request, response));
let url = "";
let runs: Awaited<ReturnType<typeof createFlowRuns>>;

beforeAll(async () => {
  await new Promise<void>((resolve) => partner.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(partner.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  runs = await createFlowRuns(database);
  answer = (_request, response) => void response.end("{}");
});
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
  partner.close();
  partner.closeAllConnections();
});

async function open(lines: string[] = []) {
  const engine = await makeEngine(database, [], { keys: FLOW_KEYS });
  return openEnvironments({
    engine,
    organization: { id: runs.of.organizationId, timeZone: "America/Sao_Paulo" },
    integrationId: runs.of.integrationId,
    log: (_level, text) => void lines.push(text),
    secrets: [],
    signal: never,
  });
}

test("environments of one tenant share its budget, whatever the integration; bulk data has a smaller one of its own", () => {
  const sienge = {
    kind: "sienge" as const,
    baseUrl: "https://api.sienge.example",
    tenant: "grupo",
    settings: {},
  };
  expect(budgetsOf(sienge)).toEqual({
    calls: { key: "sienge:api.sienge.example/grupo", budget: { calls: 200, perSeconds: 60 } },
    bulk: { key: "sienge:api.sienge.example/grupo:bulk", budget: { calls: 20, perSeconds: 60 } },
  });
  expect(budgetsOf({ ...sienge, settings: { callsPerMinute: 50 } }).calls.budget.calls).toBe(50);
  expect(quotaKeyOf({ kind: "cv", baseUrl: "https://hub.cv.example", tenant: "" })).toBe(
    "cv:hub.cv.example",
  );
});

test("the day's quota is taken call by call; spent, the next is refused here and not at the partner", async () => {
  await addEnvironment(database, runs.of, {
    code: "sienge",
    kind: "sienge",
    baseUrl: url,
    tenant: `t${runs.of.integrationId}`,
    dailyLimit: 2,
    settings: { callsPerMinute: 6000 },
  });
  let calls = 0;
  answer = (_request, response) => {
    calls++;
    response.end("{}");
  };
  const { http } = (await open()).byCode("sienge");
  await http({ method: "GET", url });
  await http({ method: "GET", url });
  const refused = await http({ method: "GET", url }).catch(
    (error: unknown) => error as PartnerError,
  );
  expect(refused).toMatchObject({
    kind: "rate_limited",
    detail: expect.stringContaining("cota diária de 2 chamadas"),
    retryAfterSeconds: expect.any(Number),
  });
  expect(calls).toBe(2);
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/Sao_Paulo" }).format(
    new Date(),
  );
  expect(
    await readDailyQuota(
      db,
      quotaKeyOf({ kind: "sienge", baseUrl: url, tenant: `t${runs.of.integrationId}` }),
      day,
    ),
  ).toEqual({ used: 2, limit: 2 });
});

test("a refusal with the time to wait holds everybody's next call for as long; successes and failures are noted", async () => {
  const id = await addEnvironment(database, runs.of, {
    code: "a",
    baseUrl: url.replace("127.0.0.1", "localhost"),
    settings: { callsPerMinute: 6000 },
  });
  const { http } = (await open()).byCode("a");
  await http({ method: "GET", url });
  expect(
    (await db.select().from(environments).where(eq(environments.id, id)))[0]?.lastOkAt,
  ).toBeInstanceOf(Date);
  answer = (_request, response) => void response.writeHead(429, { "retry-after": "400" }).end();
  await expect(http({ method: "GET", url })).rejects.toMatchObject({ kind: "rate_limited" });
  expect((await db.select().from(environments).where(eq(environments.id, id)))[0]).toMatchObject({
    lastErrorKind: "rate_limited",
  });
  answer = (_request, response) => void response.end("{}");
  const { http: another } = (await open()).byCode("a");
  const first = await Promise.race([
    another({ method: "GET", url }).then(() => "called"),
    new Promise((resolve) => setTimeout(() => resolve("waits"), 300)),
  ]);
  expect(first).toBe("waits");
});

test("a secret is in no line, and one that does not open is said when its environment is asked for", async () => {
  await addEnvironment(database, runs.of, {
    code: "a",
    baseUrl: url,
    plainSecret: "segredo-do-terminal",
    settings: { callsPerMinute: 6000 },
  });
  await addEnvironment(database, runs.of, { code: "b", baseUrl: url, secret: "k9.a.b.c" });
  const lines: string[] = [];
  const opened = await open(lines);
  await opened.byCode("a").http({ method: "GET", url: `${url}/segredo-do-terminal` });
  expect(lines.join()).not.toContain("segredo-do-terminal");
  expect(() => opened.byCode("b")).toThrow(/não pôde ser decifrado/);
  expect(() => opened.byCode("c")).toThrow(/não está cadastrado/);
});

test("a pass is a task of its own; refused credentials pause the environment and not the integration", async () => {
  const connector = fakeConnector(
    {},
    {
      id: "passes",
      operations: {
        sweep: { label: "Varredura", schedule: everyMinutes(5), period: daysBack(0), flow: "pass" },
      },
    },
  );
  const of = await createIntegration(database, connector, { branches: 0 });
  const environmentId = await addEnvironment(database, of, {
    code: "a",
    baseUrl: url,
    settings: { callsPerMinute: 6000 },
  });
  let refuse = false;
  const given = {
    ...flowModule([], {
      passes: {
        sweep: async (ctx) => {
          await ctx.environments.byCode("a").http({ method: "GET", url });
          if (refuse) throw new PartnerError("auth", "Recusado.");
          return 7;
        },
      },
    }),
    connector: "passes",
  };
  const engine = await makeEngine(database, [connector], { flowModules: [given], keys: FLOW_KEYS });
  const run = async (day: string) => {
    const { taskId } = (await requestTask(db, {
      ...of,
      operation: "sweep",
      period: { first: day, last: day },
      origin: "schedule",
      requestedName: "Sistema",
    })) as { taskId: number };
    await runTask(engine, { organizationId: of.organizationId, taskId, generation: 1 }, never);
    return readTask(database, of.organizationId, taskId);
  };
  expect(await run("2026-03-05")).toMatchObject({ status: "done", records: 7 });
  refuse = true;
  expect(await run("2026-03-06")).toMatchObject({
    status: "failed",
    failureKind: "settings",
    failureReason: expect.stringContaining("recusou as credenciais"),
  });
  expect(
    (await db.select().from(integrations).where(eq(integrations.id, of.integrationId)))[0],
  ).toMatchObject({ active: true });
  expect(
    (await db.select().from(environments).where(eq(environments.id, environmentId)))[0],
  ).toMatchObject({ pausedAt: expect.any(Date) });
});

describe("a login's session", () => {
  let id = 0;
  let signIns: string[] = [];
  let outcome: () => Promise<SignedIn>;
  const signIn: SignIn = async (_http, { name, password }) => {
    signIns.push(`${name} ${password}`);
    return outcome();
  };
  const scope = () => ({ organizationId: runs.of.organizationId, environmentId: id });
  const sealLogin = (password: string) =>
    encryptSecret(
      FLOW_KEYS,
      loginPlace(runs.of.organizationId, runs.of.integrationId, "a", "login"),
      password,
    );
  /** Another process's way to the same environment, with its own clock. */
  const openHere = async (now?: Date) => {
    const engine = await makeEngine(database, [], {
      keys: FLOW_KEYS,
      ...(now && { now: () => now }),
    });
    const opened = await openEnvironments({
      engine,
      organization: { id: runs.of.organizationId, timeZone: "America/Sao_Paulo" },
      integrationId: runs.of.integrationId,
      log: () => undefined,
      secrets: [],
      signal: never,
    });
    const session = opened.byCode("a").session?.(signIn);
    if (!session) throw new Error("no session");
    return session;
  };
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

  beforeEach(async () => {
    id = await addEnvironment(database, runs.of, {
      code: "a",
      baseUrl: url,
      loginName: "gestor@lago.example",
      loginSecret: sealLogin("segredo-1"),
    });
    signIns = [];
    let given = 0;
    outcome = async () => ({ token: `t${(given += 1)}`, seconds: 21_600 });
  });

  test("is fetched once, whoever asks for it at the same moment, and again when its hours are over", async () => {
    const processes = await Promise.all([openHere(), openHere(), openHere()]);
    const tokens = await Promise.all(processes.flatMap((one) => [one.token(), one.token()]));
    expect([new Set(tokens), signIns]).toEqual([
      new Set(["t1"]),
      ["gestor@lago.example segredo-1"],
    ]);
    const later = await Promise.all([openHere(inHours(7)), openHere(inHours(7))]);
    expect(await Promise.all(later.map((one) => one.token()))).toEqual(["t2", "t2"]);
    expect(signIns).toHaveLength(2);
    const [row] = await db.select().from(environments).where(eq(environments.id, id));
    expect(JSON.stringify(row)).not.toMatch(/"t2"|segredo-1/);
  });

  test("is fetched by the next one when who had the turn fails or dies", async () => {
    const [one, other] = await Promise.all([openHere(), openHere()]);
    const give = outcome;
    outcome = async () => {
      outcome = give;
      throw new PartnerError("unavailable", "caiu");
    };
    const ended = await Promise.allSettled([one.token(), other.token()]);
    expect(ended.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await db
      .update(environments)
      .set({ sessionToken: null, sessionClaimedUntil: inHours(1) })
      .where(eq(environments.id, id));
    expect(await (await openHere(inHours(2))).token()).toBe("t2");
  });

  test("a refused password is tried once, by one, and never again until another is given", async () => {
    outcome = () => Promise.reject(new PartnerError("auth", "não"));
    const [one, other] = await Promise.all([openHere(), openHere()]);
    for (const ended of await Promise.allSettled([one.token(), other.token(), one.token()]))
      expect(ended).toMatchObject({ status: "rejected", reason: { kind: "settings" } });
    expect(signIns).toHaveLength(1);
    expect((await db.select().from(environments).where(eq(environments.id, id)))[0]).toMatchObject({
      pausedAt: null,
      sessionClaimedUntil: null,
    });
  });

  test("one that the partner ended is forgotten by its own name alone", async () => {
    const [one, other] = await Promise.all([openHere(), openHere()]);
    expect([await one.token(), await other.token()]).toEqual(["t1", "t1"]);
    await one.forget("t1");
    expect(await one.token()).toBe("t2");
    await other.forget("t1");
    expect([await other.token(), signIns.length]).toEqual(["t2", 2]);
  });

  test("one that was fetched with a password that was replaced meanwhile is not kept", async () => {
    const give = outcome;
    outcome = async () => {
      outcome = give;
      await db
        .update(environments)
        .set({ loginSecret: sealLogin("segredo-2"), sessionClaimedUntil: null })
        .where(eq(environments.id, id));
      return { token: "old", seconds: 21_600 };
    };
    const session = await openHere();
    await session.token();
    expect((await findSession(db, scope()))?.sessionToken).toBeNull();
    expect(await session.token()).toBe("t1");
    expect(signIns.at(-1)).toBe("gestor@lago.example segredo-2");
  });
});
