import { sql } from "drizzle-orm";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import {
  createIntegration,
  fakeConnector,
  readTask,
  textFile,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { readEnv } from "@/lib/env.ts";
import type { Connector, Operation } from "@/lib/connectors/define.ts";
import { closeListen } from "./listen.ts";
import { closeSender, enqueue } from "./queue.ts";
import { requestTask } from "./request-task.ts";
import { type RunningEngine, startEngine } from "./start-engine.ts";

const database = await createTestDatabase({ max: 20 });
const { db } = database;
const running: RunningEngine[] = [];
afterAll(async () => {
  await Promise.all(running.map((engine) => engine.stop()));
  await closeListen();
  await closeSender();
  await database.close();
});

const env = readEnv({
  DATABASE_URL: database.url,
  AUTH_SECRET: "x".repeat(32),
  ENLACE_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
  FILES_DIR: mkdtempSync(path.join(tmpdir(), "enlace-files-")),
  ENGINE_WORKERS: "4",
});

async function start(registry: readonly Connector[]): Promise<RunningEngine> {
  const engine = await startEngine({ registry, database, env });
  running.push(engine);
  return engine;
}
const day = (index: number) => {
  const text = new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
  return { first: text, last: text };
};
const request = async (
  fixture: { organizationId: number; integrationId: number },
  index: number,
  operation = "sales",
) =>
  (
    (await requestTask(db, {
      ...fixture,
      operation,
      period: day(index),
      origin: "person",
      requestedName: "Ana",
    })) as { taskId: number }
  ).taskId;
const untilDone = async (organizationId: number, taskId: number) =>
  vi.waitFor(
    async () => expect((await readTask(database, organizationId, taskId)).status).toBe("done"),
    { timeout: 15_000, interval: 20 },
  );
const oneFile: Operation["prepare"] = async function* () {
  yield textFile("a.txt", ["1"]);
};

test(
  "a backlog of 200 drains, one at a time for each operation, and what comes after it is taken up too",
  { timeout: 90_000 },
  async () => {
    let together = 0;
    let most = 0;
    const deliver: Operation["deliver"] = async (ctx) => {
      if (ctx.integrationId === busy.integrationId) most = Math.max(most, ++together);
      await new Promise((resolve) => setImmediate(resolve));
      if (ctx.integrationId === busy.integrationId) together--;
      return { status: "done" };
    };
    const connector = fakeConnector({ prepare: oneFile, deliver });
    const busy = await createIntegration(database, connector);
    const others = await Promise.all(
      Array.from({ length: 10 }, () => createIntegration(database, connector)),
    );
    for (let index = 0; index < 50; index++) await request(busy, index);
    for (let index = 0; index < 150; index++) await request(others[index % 10]!, index);
    const engine = await start([connector]);
    const pending = sql`select count(*)::int as count from tasks where status = 'pending'`;
    await vi.waitFor(async () => expect((await db.execute(pending))[0]?.count).toBe(0), {
      timeout: 60_000,
      interval: 50,
    });
    expect(most).toBe(1);

    const taskId = await request(busy, 300);
    await untilDone(busy.organizationId, taskId);
    await engine.stop();
  },
);

test("a stop lets the delivery at hand finish, and another process goes on with the rest", async () => {
  const sent: string[] = [];
  const inDelivery = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const prepare: Operation["prepare"] = async function* () {
    for (const name of ["a", "b", "c"]) yield textFile(name, ["1"]);
  };
  const connector = fakeConnector({
    prepare,
    deliver: async (_ctx, file) => {
      sent.push(file.name);
      inDelivery.resolve();
      await answer.promise;
      return { status: "done" };
    },
  });
  const fixture = await createIntegration(database, connector);
  const engine = await start([connector]);
  const taskId = await request(fixture, 0);
  await inDelivery.promise;
  const stopping = engine.stop();
  answer.resolve();
  await stopping;
  expect(sent).toEqual(["a"]);
  await start([connector]);
  await untilDone(fixture.organizationId, taskId);
  expect(sent).toEqual(["a", "b", "c"]);
});

test("what a job failed with is kept without the values of its statement", async () => {
  const CANARY = "canario-do-trabalho-19";
  const engine = await startEngine({
    registry: [],
    database,
    env,
    handlers: {
      "run-import": async () => {
        await database.sql`select ${CANARY}::text::bigint`;
      },
    },
  });
  running.push(engine);
  await enqueue(db, "run-import", { organizationId: 1, importId: 1 });
  const outputs = () =>
    db.execute<{ output: string }>(
      sql`select output::text as output from pgboss.job where name = 'run-import' and output is not null`,
    );
  await vi.waitFor(async () => expect(await outputs()).toHaveLength(1), {
    timeout: 15_000,
    interval: 50,
  });
  const [job] = await outputs();
  expect(job?.output).toContain("22P02");
  expect(job?.output).not.toContain(CANARY);
  await engine.stop();
});
