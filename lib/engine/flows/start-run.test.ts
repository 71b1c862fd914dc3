import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDailyQuota, claimDailyQuota } from "@/db/queries/integrations/daily-quotas.ts";
import { ensureSubject } from "@/db/queries/flows/subjects.ts";
import { events } from "@/db/schema/webhooks.ts";
import { tasks } from "@/db/schema/tasks.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  readJobs,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { closeSender } from "../queue.ts";
import { RUN_FLOW } from "../queues.ts";
import { startRun } from "./start-run.ts";

const database = await createTestDatabase({ max: 20 });
const { db } = database;
let of: EngineFixture;

beforeAll(async () => {
  of = await createIntegration(database, fakeConnector({}));
});
afterAll(async () => {
  await closeSender();
  await database.close();
});

const subjectOf = async (key: string) =>
  (await ensureSubject(db, { ...of, kind: "reservation", key })).subject;

describe("a run", () => {
  test("of a hundred who ask at once for one subject and flow, one makes it and all get it", async () => {
    const subject = await subjectOf("1");
    const asked = await Promise.all(
      Array.from({ length: 100 }, () =>
        startRun(db, {
          ...of,
          subjectId: subject.id,
          flow: "reservation",
          origin: "partner",
          requestedName: "CV",
        }),
      ),
    );
    expect(new Set(asked.map(({ taskId }) => taskId)).size).toBe(1);
    expect(asked.filter(({ already }) => !already)).toHaveLength(1);
    const jobs = await readJobs(database, RUN_FLOW);
    expect(jobs.filter(({ data }) => data.taskId === asked[0]!.taskId)).toHaveLength(1);
  });

  test("stands beside those of other subjects and other flows on the same day", async () => {
    const [two, three] = [await subjectOf("2"), await subjectOf("3")];
    for (const [subject, flow] of [
      [two, "reservation"],
      [three, "reservation"],
      [two, "situation:vendida"],
    ] as const) {
      expect(
        await startRun(db, {
          ...of,
          subjectId: subject.id,
          flow,
          origin: "partner",
          requestedName: "CV",
        }),
      ).toMatchObject({ already: false });
    }
    const rows = await db
      .select({ operation: tasks.operation, flow: tasks.flow })
      .from(tasks)
      .where(eq(tasks.subjectId, two.id))
      .orderBy(tasks.id);
    expect(rows).toEqual([
      { operation: "reservation", flow: "reservation" },
      { operation: "situation", flow: "situation:vendida" },
    ]);
  });

  test("that waits for time to pass is woken by the next who asks", async () => {
    const subject = await subjectOf("4");
    const first = await startRun(db, {
      ...of,
      subjectId: subject.id,
      flow: "reservation",
      origin: "partner",
      requestedName: "CV",
      startAfter: new Date(Date.now() + 3_600_000),
    });
    const inSeconds = async () =>
      (await readJobs(database, RUN_FLOW))
        .filter(({ data }) => data.taskId === first.taskId)
        .map((job) => job.inSeconds > 60);
    expect(await inSeconds()).toEqual([true]);
    expect(
      await startRun(db, {
        ...of,
        subjectId: subject.id,
        flow: "reservation",
        origin: "partner",
        requestedName: "CV",
      }),
    ).toEqual({ taskId: first.taskId, already: true });
    expect((await inSeconds()).sort((x, y) => Number(x) - Number(y))).toEqual([false, true]);
  });

  test("rolls back with its transaction, job and all", async () => {
    const subject = await subjectOf("5");
    await db
      .transaction(async (tx) => {
        await startRun(tx, {
          ...of,
          subjectId: subject.id,
          flow: "reservation",
          origin: "partner",
          requestedName: "CV",
        });
        tx.rollback();
      })
      .catch(() => undefined);
    expect(await db.select().from(tasks).where(eq(tasks.subjectId, subject.id))).toHaveLength(0);
  });
});

test("a daily quota gives out exactly what it has, to any number at once, and is counted a day", async () => {
  const took = await Promise.all(
    Array.from({ length: 60 }, () => claimDailyQuota(db, "cosmos:1", "2026-03-05", 25)),
  );
  expect(took.filter(Boolean)).toHaveLength(25);
  expect(await readDailyQuota(db, "cosmos:1", "2026-03-05")).toEqual({ used: 25, limit: 25 });
  expect(await claimDailyQuota(db, "cosmos:1", "2026-03-05", 26)).toBe(true);
  expect(await claimDailyQuota(db, "cosmos:1", "2026-03-05", 10)).toBe(false);
  expect(await claimDailyQuota(db, "cosmos:1", "2026-03-06", 1)).toBe(true);
  expect(await claimDailyQuota(db, "cosmos:2", "2026-03-06", 0)).toBe(false);
});

test("an event without a partition of its day is kept all the same", async () => {
  await db.insert(events).values({
    organizationId: of.organizationId,
    integrationId: of.integrationId,
    endpointId: 1,
    source: "hub",
    raw: new TextEncoder().encode("{}"),
    dedupKey: "x",
  });
  const [row] = await db.execute(
    sql`select tableoid::regclass::text as place, encode(raw, 'escape') as raw, id from events`,
  );
  expect(row).toMatchObject({ place: "events_default", raw: "{}" });
});
