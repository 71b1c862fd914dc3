import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "@/db/client.ts";
import { useDatabase } from "@/db/current-database.ts";
import { storeEvents } from "@/db/queries/events/events-write.ts";
import { imports } from "@/db/schema/imports.ts";
import { events } from "@/db/schema/webhooks.ts";
import { reportAudit } from "@/lib/engine/audit/report-audit.ts";
import { confirmTask } from "@/lib/engine/confirm-task.ts";
import type { Engine } from "@/lib/engine/engine.ts";
import { failLostTask } from "@/lib/engine/fail-lost-task.ts";
import { openFileStore } from "@/lib/engine/file-store.ts";
import { handleEvents } from "@/lib/engine/flows/handle-events.ts";
import { closeListen } from "@/lib/engine/listen.ts";
import { planMissingSchedules } from "@/lib/engine/plan-missing-schedules.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import {
  CHECK_AUDIT,
  CONFIRM_TASK,
  HANDLE_EVENTS,
  LOST_TASK,
  QUEUES,
  RETENTION,
  RUN_FLOW,
  RUN_IMPORT,
  RUN_TASK,
  SEND_MAIL,
  SEND_NOTICE,
} from "@/lib/engine/queues.ts";
import { runRetention } from "@/lib/engine/retention.ts";
import { startDueSchedules } from "@/lib/engine/run-clock.ts";
import { runInTurn } from "@/lib/engine/run-in-turn.ts";
import { sendNotice } from "@/lib/engine/send-notice.ts";
import { syncSchedules } from "@/lib/engine/sync-schedules.ts";
import { done } from "@/lib/engine/flows/define-flow.ts";
import { runImport } from "@/lib/inbox/run-import.ts";
import { fakeConnector, makeEngine, readTask } from "../support/engine-fixture.ts";
import {
  createFlowRuns,
  FLOW_KEYS,
  flowConnector,
  flowModule,
  step,
} from "../support/flow-runs.ts";
import { createTaskRuns, threeFiles } from "../support/task-runs.ts";
import { createTestDatabase } from "../support/test-database.ts";

const database = await createTestDatabase();
const single = openDatabase(database.url, { max: 1 });
const never = new AbortController().signal;
beforeEach(() => useDatabase(single));
afterAll(async () => {
  await closeListen();
  await closeSender();
  await single.close();
  await database.close();
});

const env = {
  FILES_DIR: mkdtempSync(path.join(tmpdir(), "enlace-files-")),
  S3_REGION: "us-east-1",
};
const engine = (more: Partial<Engine> = {}) => makeEngine(single, [fakeConnector({})], more);

async function runTask(deliver: { status: "done" } | { status: "sent"; receipt: string }) {
  const runs = await createTaskRuns(single);
  const taskId = await runs.request();
  await runs.run({ prepare: threeFiles, deliver: async () => deliver }, taskId);
  return { runs, taskId };
}

/** One job of each queue, with what it ends in. */
const JOBS: Record<string, () => Promise<void>> = {
  [RUN_TASK]: async () => {
    const { runs, taskId } = await runTask({ status: "done" });
    expect((await runs.task(taskId)).status).toBe("done");
  },
  [CHECK_AUDIT]: async () => {
    const keys = { ENLACE_KEYS: FLOW_KEYS };
    const checked = await reportAudit(await engine(), keys, () => undefined, never);
    expect(checked.faults).toEqual([]);
  },
  [CONFIRM_TASK]: async () => {
    const runs = await createTaskRuns(single);
    const taskId = await runs.request();
    const operation = {
      prepare: threeFiles,
      deliver: async () => ({ status: "sent" as const, receipt: "1" }),
      confirm: async () => ({ status: "done" as const }),
      confirmEvery: { minutes: 10, giveUpHours: 24 },
    };
    await runs.run(operation, taskId);
    const { organizationId } = runs.fixture;
    await confirmTask(
      await makeEngine(single, [fakeConnector(operation)], {
        now: () => new Date(Date.now() + 11 * 60_000),
      }),
      { organizationId, taskId, generation: 1 },
      never,
    );
    expect((await runs.task(taskId)).status).toBe("done");
  },
  // Its handler asks the mail server and nothing else.
  [SEND_MAIL]: async () => undefined,
  [LOST_TASK]: async () => {
    const runs = await createTaskRuns(single);
    const taskId = await runs.request();
    const { organizationId } = runs.fixture;
    await failLostTask(await engine(), { organizationId, taskId, generation: 1 });
    expect((await runs.task(taskId)).status).toBe("failed");
  },
  [RUN_FLOW]: async () => {
    const runs = await createFlowRuns(single);
    const subject = await runs.subject();
    const { taskId } = await runs.start(subject.id);
    await runs.attempt([step("a", async (ctx) => (await ctx.save({ a: 1 }, "R"), done()))], taskId);
    expect((await readTask(single, runs.of.organizationId, taskId)).status).toBe("done");
  },
  [HANDLE_EVENTS]: async () => {
    const { of } = await createFlowRuns(single);
    const { organizationId, integrationId } = of;
    await storeEvents(single.sql, [
      {
        organizationId,
        integrationId,
        endpointId: 1,
        source: "hub",
        name: "",
        contentType: "application/json",
        tenant: "",
        raw: new TextEncoder().encode("{}"),
        dedupKey: "1:bytes:a",
      },
    ]);
    const flows = flowModule([], {
      events: { keyOf: () => "1", handle: async () => "Reserva lida." },
    });
    await handleEvents(
      await makeEngine(single, [flowConnector], { flowModules: [flows], keys: FLOW_KEYS }),
      { organizationId, integrationId },
      never,
    );
    const rows = await single.db
      .select({ note: events.note })
      .from(events)
      .where(eq(events.integrationId, integrationId));
    expect(rows).toEqual([{ note: "Reserva lida." }]);
  },
  [SEND_NOTICE]: async () => {
    const { runs, taskId } = await runTask({ status: "done" });
    const { organizationId, integrationId } = runs.fixture;
    await sendNotice(
      { database: single, mail: null },
      { organizationId, integrationId, taskId, to: "a@b.test", subject: "a", text: "a" },
    );
  },
  [RETENTION]: async () => {
    await runRetention({
      db: single.db,
      store: await openFileStore(env),
      env: { KEEP_FILES_DAYS: 1, KEEP_LOGS_DAYS: 1, KEEP_EVENTS_DAYS: 1, ENLACE_KEYS: FLOW_KEYS },
      now: new Date(),
      signal: never,
    });
  },
  [RUN_IMPORT]: async () => {
    const { runs } = await runTask({ status: "done" });
    const { organizationId } = runs.fixture;
    const store = await openFileStore(env);
    await store.put("a/b.zst", Readable.from([Buffer.from("<nota/>")]));
    const [row] = await single.db
      .insert(imports)
      .values({
        organizationId,
        source: "xml",
        name: "a.xml",
        storageKey: "a/b.zst",
        requestedName: "Ana",
      })
      .returning({ id: imports.id });
    await runImport({ organizationId, importId: row!.id }, never, {
      db: single.db,
      store,
      now: new Date(),
    });
    const [read] = await single.db.select().from(imports).where(eq(imports.id, row!.id));
    expect(read).toMatchObject({ status: "finished", read: 1 });
  },
};

describe(`${QUEUES.length} kinds of jobs with a pool of one connection`, () => {
  test("are all that the house has queues for", () => {
    expect(Object.keys(JOBS).toSorted()).toEqual(QUEUES.map(({ name }) => name).toSorted());
  });

  test.each(QUEUES.map(({ name }) => name))("%s needs no second", { timeout: 60_000 }, (name) =>
    runInTurn(
      single.db,
      name,
      { id: crypto.randomUUID(), data: {}, groupId: `test:${name}` },
      JOBS[name]!,
    ),
  );
});

test("the clock and the plan of schedules need no second", { timeout: 60_000 }, async () => {
  const { fixture } = await createTaskRuns(single);
  const connector = fakeConnector({});
  const now = new Date();
  await syncSchedules(
    single.db,
    connector,
    { ...fixture, active: true, intervalMinutes: 60, timeZone: "America/Sao_Paulo" },
    now,
  );
  await single.db.execute(
    sql`update schedules set next_run_at = ${now.toISOString()}::timestamptz - interval '1 hour'`,
  );
  expect(await startDueSchedules(await engine({ now: () => now }))).toBeGreaterThan(0);
  await planMissingSchedules(single.db, [connector], now);
});
