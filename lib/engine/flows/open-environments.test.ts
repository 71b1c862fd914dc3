import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
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
import { closeListen } from "../listen.ts";
import { closeSender } from "../queue.ts";
import { requestTask } from "../request-task.ts";
import { runTask } from "../run-task.ts";
import { budgetsOf, quotaKeyOf } from "./limit-calls.ts";
import { openEnvironments } from "./open-environments.ts";

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
