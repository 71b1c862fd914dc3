import { randomBytes } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { integrationSettings } from "@/db/schema/integrations.ts";
import {
  createIntegration,
  fakeConnector,
  makeEngine,
  readJobs,
  readLog,
  readTask,
} from "@/e2e/support/engine-fixture.ts";
import { addEnvironment, createFlowRuns, FLOW_KEYS, step } from "@/e2e/support/flow-runs.ts";
import { threeFiles } from "@/e2e/support/task-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { secret } from "@/lib/connectors/settings.ts";
import { encryptSecret, type SecretKey } from "@/lib/secrets.ts";
import { checkKeys } from "./check-keys.ts";
import { done } from "./flows/define-flow.ts";
import { closeListen } from "./listen.ts";
import { SealedSecretError } from "./open-sealed.ts";
import { closeSender } from "./queue.ts";
import { RUN_TASK } from "./queues.ts";
import { requestTask } from "./request-task.ts";
import { runTask } from "./run-task.ts";

const database = await createTestDatabase();
const { db } = database;
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

const never = new AbortController().signal;
const right = { id: "k1", key: randomBytes(32) };
const connector = fakeConnector(
  { prepare: threeFiles, deliver: async () => ({ status: "done" }) },
  { settings: [secret("senha", "Senha")] },
);

async function sealed() {
  const fixture = await createIntegration(database, connector);
  const { organizationId, integrationId } = fixture;
  await db.insert(integrationSettings).values({
    organizationId,
    integrationId,
    key: "senha",
    ciphertext: encryptSecret(
      [right],
      { organizationId, integrationId, key: "senha", branchId: 0 },
      "um segredo",
    ),
  });
  const asked = await requestTask(db, {
    ...fixture,
    operation: "sales",
    period: { first: "2026-03-01", last: "2026-03-02" },
    origin: "person",
    requestedName: "Ana",
  });
  const taskId = "taskId" in asked ? asked.taskId : 0;
  return {
    ...fixture,
    task: () => readTask(database, organizationId, taskId),
    run: async (keys: readonly SecretKey[], tries: number, reports: unknown[] = []) =>
      runTask(
        await makeEngine(database, [connector], { keys, report: (error) => reports.push(error) }),
        { organizationId, taskId, generation: 1, tries },
        never,
      ),
    jobs: async () =>
      (await readJobs(database, RUN_TASK)).filter(
        ({ data }) => data.taskId === taskId && data.tries !== undefined,
      ),
  };
}

describe("a process that cannot open what a task needs", () => {
  test.each([
    ["has no key at all", []],
    ["has another key", [{ id: "k9", key: randomBytes(32) }]],
    ["has another key of the same name", [{ id: "k1", key: randomBytes(32) }]],
  ])("%s: the task waits, however often, and says which key", async (_what, keys) => {
    const made = await sealed();
    const reports: unknown[] = [];
    for (let tries = 0; tries < 30; tries += 10) await made.run(keys, tries, reports);
    expect(await made.task()).toMatchObject({
      status: "pending",
      failureKind: null,
      nextTryAt: expect.any(Date),
    });
    expect((await made.jobs()).at(-1)!.inSeconds).toBeGreaterThan(250);
    expect((await readLog(database, made.integrationId)).at(-1)).toMatch(
      /Senha.*não pôde ser decifrado.*“k1”.*continua automaticamente/,
    );
    expect(reports).toHaveLength(3);
    expect(reports[0]).toBeInstanceOf(SealedSecretError);
    // The key is back: the same task goes through, with nothing typed anew.
    await made.run([...keys.filter(({ id }) => id !== "k1"), right], 0);
    expect(await made.task()).toMatchObject({ status: "done" });
  });

  test("a run of a flow waits with its subject, and goes on when the key is back", async () => {
    const runs = await createFlowRuns(database);
    const subject = await runs.subject();
    await addEnvironment(database, runs.of, { code: "a", baseUrl: "https://a.example" });
    const { taskId } = await runs.start(subject.id);
    const opened: string[] = [];
    const steps = [
      step("a", async (ctx) => (opened.push(ctx.environments.byCode("a").secret), done())),
    ];
    for (let round = 0; round < 3; round++)
      await runs.attempt(steps, taskId, {
        keys: [{ id: "k9", key: randomBytes(32) }],
        now: () => new Date(Date.now() + round * 3_600_000),
      });
    expect(await runs.task(taskId)).toMatchObject({
      status: "pending",
      nextTryAt: expect.any(Date),
    });
    expect((await runs.state(subject.id)).state).toBe("waiting");
    await runs.attempt(steps, taskId, {
      keys: FLOW_KEYS,
      now: () => new Date(Date.now() + 4 * 3_600_000),
    });
    expect(opened).toEqual(["token-do-ambiente"]);
    expect(await runs.task(taskId)).toMatchObject({ status: "done" });
  });
});

describe("at start", () => {
  test("a process learns which keys it lacks, whatever was sealed with them", async () => {
    await sealed();
    const other = { id: "k7", key: randomBytes(32) };
    expect(await checkKeys(db, [right, ...FLOW_KEYS.map((key) => ({ ...key, id: "x" }))])).toBe(
      null,
    );
    expect(await checkKeys(db, [other, right])).toBe(null);
    expect(await checkKeys(db, [other])).toMatch(/Faltam chaves.*“k1” \(\d+\).*ENLACE_LOST_KEYS/);
    expect(await checkKeys(db, [other], ["k1"])).toBe(null);
    expect(await checkKeys(db, [{ id: "k1", key: randomBytes(32) }])).toMatch(
      /“k1” de ENLACE_KEYS não é a que cifrou/,
    );
  });

  test("secrets of environments count too", async () => {
    const runs = await createFlowRuns(database);
    const { organizationId, integrationId } = runs.of;
    await addEnvironment(database, runs.of, {
      code: "z",
      baseUrl: "https://z.example",
      secret: encryptSecret(
        [{ id: "k5", key: randomBytes(32) }],
        { organizationId, integrationId, key: "environment:z", branchId: 0 },
        "x",
      ),
    });
    expect(await checkKeys(db, [right])).toMatch(/“k5” \(1\)/);
  });
});
