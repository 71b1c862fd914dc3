import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { claimTask } from "@/db/queries/tasks/tasks.ts";
import { listOpenHolds } from "@/db/queries/restore/restore-holds.ts";
import { schedules } from "@/db/schema/integrations.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  makeEngine,
  readJobs,
  readTask,
} from "@/e2e/support/engine-fixture.ts";
import { makeDocuments, saveAs } from "@/e2e/support/movement-documents.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { everyMinutes } from "@/lib/core/schedule.ts";
import { openFileStore } from "./file-store.ts";
import { closeSender } from "./queue.ts";
import { RUN_TASK } from "./queues.ts";
import { beat, recognizeCopy } from "./recognize-copy.ts";
import { createMovementReader } from "./read-movements.ts";
import { countHeldSlots, releaseHeldIntegration } from "./release-hold.ts";
import { requestTask } from "./request-task.ts";
import { startDueSchedules } from "./run-clock.ts";
import { sweepWork } from "./sweep-work.ts";

const connector = fakeConnector({ schedule: everyMinutes(60), missed: "last" });
const openStore = () =>
  openFileStore({
    FILES_DIR: mkdtempSync(path.join(tmpdir(), "enlace-files-")),
    S3_REGION: "us-east-1",
  });

let database: OpenDatabase;
let fixture: EngineFixture;
let taskId: number;
let store: Awaited<ReturnType<typeof openStore>>;
const opened: OpenDatabase[] = [];

beforeEach(async () => {
  await closeSender();
  database = await createTestDatabase();
  opened.push(database);
  store = await openStore();
  fixture = await createIntegration(database, connector);
  const asked = await requestTask(database.db, {
    organizationId: fixture.organizationId,
    integrationId: fixture.integrationId,
    operation: "sales",
    period: { first: "2026-03-01", last: "2026-03-02" },
    origin: "person",
    requestedName: "Ana",
  });
  taskId = "taskId" in asked ? asked.taskId : 0;
  await database.db.insert(schedules).values({
    organizationId: fixture.organizationId,
    integrationId: fixture.integrationId,
    operation: "sales",
    nextRunAt: new Date(Date.now() - 3 * 3_600_000 + 60_000),
  });
});
afterAll(async () => {
  await closeSender();
  await Promise.all(opened.map((one) => one.close()));
});

const start = (word?: string) => recognizeCopy({ db: database.db, store, word });
const holds = () => listOpenHolds(database.db);
async function elsewhere(): Promise<void> {
  await database.db.execute(sql`update instances set marker = '1:1'`);
}
async function fallBehind(): Promise<void> {
  await beat(database.db, store);
  await beat(database.db, store);
  await database.db.execute(sql`update instances set beat = beat - 1`);
}
async function leave(): Promise<void> {}
const numbers = async () =>
  (
    await database.db.execute<{ task: string; feed: string }>(
      sql`select nextval(pg_get_serial_sequence('tasks', 'id')) as task, (select last_number from feed_heads limit 1) as feed`,
    )
  )[0]!;

const WRITTEN = [
  "sales",
  "purchases",
  "outbound_orders",
  "prescriptions",
  "controlled_movements",
  "movement_changes",
];
/** Sales that a task reads, and documents that it counts in the versions of days. */
async function seenBy(snapshot: string): Promise<{ sales: number; days: number }> {
  let sales = 0;
  const { branchId, organizationId } = fixture;
  const period = { first: "2026-03-01", last: "2026-03-02" };
  for await (const _sale of createMovementReader(database, organizationId, snapshot).sales({
    branchIds: [branchId],
    period,
  }))
    sales += 1;
  const [row] = await database.db.execute<{ days: number }>(
    sql`select coalesce(sum(documents), 0)::int as days from movement_changes where pg_visible_in_snapshot(written_by, ${snapshot}::pg_snapshot)`,
  );
  return { sales, days: row!.days };
}

describe("a start", () => {
  test("of the database itself holds nothing, however often", async () => {
    for (let round = 0; round < 3; round++) {
      expect(await start()).toMatchObject({ copied: false, held: 0 });
      await beat(database.db, store);
    }
    expect(await holds()).toEqual([]);
  });

  const found: Array<{ how: string; change: () => Promise<void>; word?: string }> = [
    { how: "stands on another server or under another identity", change: elsewhere },
    { how: "is older than what lies beside the files", change: fallBehind },
    { how: "is told to be a copy", change: leave, word: "2026-11-29" },
  ];
  test.each(found)("of a database that $how holds everything, once", async ({ change, word }) => {
    await start();
    await database.db.execute(
      sql`insert into feed_heads (organization_id, feed, last_number) values (${fixture.organizationId}, 'prices', 48)`,
    );
    const before = await numbers();
    await change();
    expect(await start(word)).toMatchObject({ copied: true, held: 1, since: expect.any(Date) });
    expect(await start(word)).toMatchObject({ copied: false, held: 0 });
    expect(await holds()).toMatchObject([
      { integrationId: fixture.integrationId, pendingTasks: 1 },
    ]);
    const after = await numbers();
    expect(Number(after.task) - Number(before.task)).toBeGreaterThan(900_000);
    expect(Number(after.feed)).toBe(1_000_000_000_048);
  });

  test("of a database that was moved, and is said to have been, holds nothing", async () => {
    await start();
    await elsewhere();
    expect(await start("off")).toMatchObject({ copied: false });
    expect(await start()).toMatchObject({ copied: false });
    expect(await holds()).toEqual([]);
  });

  const moves = [
    { how: "as a copy", word: undefined, change: elsewhere },
    { how: "and told to be the original", word: "off", change: elsewhere },
    { how: "when only a person says so", word: "2026-11-29", change: leave },
  ];
  test.each(moves)(
    "of a database from a server that had counted further shows tasks all its movements, $how",
    async ({ word, change }) => {
      await start();
      const make = makeDocuments(fixture.branchId);
      const { organizationId } = fixture;
      await saveAs(database.db, organizationId, [make.sale("A", "2026-03-01")]);
      await saveAs(database.db, organizationId, [
        make.sale("B", "2026-03-01"),
        make.purchase("N", "2026-03-01"),
        make.outbound("O", "2026-03-01"),
        make.prescription("R", "2026-03-01"),
        make.controlled("M", "2026-03-01"),
      ]);
      await claimTask(database.db, organizationId, taskId, 1);
      // As the other server numbered them; and what the task saw there means nothing here.
      for (const table of WRITTEN)
        await database.db.execute(
          sql`update ${sql.identifier(table)} set written_by = (written_by::text::bigint + 9000000000)::text::xid8`,
        );
      const count = async () => {
        const task = await claimTask(database.db, organizationId, taskId, 1);
        return seenBy(task!.snapshot!);
      };
      expect(await count()).toEqual({ sales: 0, days: 0 });
      await change();
      await start(word);
      expect(await count()).toEqual({ sales: 2, days: 6 });
      // A second restore finds those of the first.
      await database.db.execute(
        sql`update sales set written_by = '9000000000'::xid8 where document_key = 'B'`,
      );
      await database.db.execute(
        sql`update movement_changes set written_by = '9000000000'::xid8 where kind = 'sales'`,
      );
      await elsewhere();
      await start("off");
      expect(await count()).toEqual({ sales: 2, days: 6 });
    },
  );

  test("of two processes at once recognizes the copy once", async () => {
    await start();
    await elsewhere();
    const found = await Promise.all([start(), start(), start()]);
    expect(found.filter(({ copied }) => copied)).toHaveLength(1);
  });

  test("beside the files of another hub says nothing about this one", async () => {
    await start();
    await beat(database.db, store);
    await database.db.execute(sql`update instances set name = gen_random_uuid(), beat = 0`);
    expect(await start()).toMatchObject({ copied: false });
  });
});

describe("while it is held", () => {
  const now = () => new Date();
  const held = async () => {
    const [hold] = await holds();
    return hold!;
  };
  const release = async (what: "run" | "skip") => {
    const hold = await held();
    return database.db.transaction((tx) =>
      releaseHeldIntegration(tx, connector, hold, { what, by: "Ana", now: now() }),
    );
  };
  beforeEach(async () => {
    await start();
    await elsewhere();
    await start();
    await database.db.execute(sql`delete from pgboss.job`);
    await database.db.execute(sql`update tasks set created_at = now() - interval '1 day'`);
  });

  test("no slot runs, no task comes back, and what may have been sent is counted", async () => {
    const engine = await makeEngine(database, [connector]);
    expect(await startDueSchedules(engine)).toBe(0);
    expect(await sweepWork(engine)).toBe(0);
    const hold = await held();
    expect(
      await database.db.transaction((tx) => countHeldSlots(tx, connector, hold, now())),
    ).toEqual([{ operation: "sales", label: "Vendas", count: 3 }]);
  });

  test("released to run, the pending task is in the queue and one slot makes up for all", async () => {
    expect(await release("run")).toEqual({ tasks: 1 });
    expect((await readJobs(database, RUN_TASK)).map(({ data }) => data.taskId)).toEqual([taskId]);
    await startDueSchedules(await makeEngine(database, [connector]));
    expect(await readJobs(database, RUN_TASK)).toHaveLength(2);
    expect(await holds()).toEqual([]);
  });

  test("released without repeating, the pending task is cancelled and the next slot is ahead", async () => {
    expect(await release("skip")).toEqual({ tasks: 1 });
    expect(await readTask(database, fixture.organizationId, taskId)).toMatchObject({
      status: "failed",
      failureKind: "cancelled",
    });
    expect(await startDueSchedules(await makeEngine(database, [connector]))).toBe(0);
    expect(await readJobs(database, RUN_TASK)).toHaveLength(0);
  });

  test("of two who release at once one does", async () => {
    const hold = await held();
    const both = await Promise.all(
      (["run", "skip"] as const).map((what) =>
        database.db.transaction((tx) =>
          releaseHeldIntegration(tx, connector, hold, { what, by: "Ana", now: now() }),
        ),
      ),
    );
    expect(both.filter((one) => one !== null)).toHaveLength(1);
  });
});
