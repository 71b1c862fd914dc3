import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { asPerson, openDatabase } from "@/db/client.ts";
import { runOutsideTransaction } from "@/db/transaction-scope.ts";
import { mergeMovementChanges } from "@/db/queries/movements/movement-changes.ts";
import { listChangedDays, removeRepeatedTaskDays } from "@/db/queries/tasks/task-days.ts";
import { createIntegration, fakeConnector, textFile } from "@/e2e/support/engine-fixture.ts";
import { makeDocuments, saveAs } from "@/e2e/support/movement-documents.ts";
import { createTaskRuns } from "@/e2e/support/task-runs.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Operation, TaskContext } from "@/lib/connectors/define.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { failPendingTask } from "@/db/queries/tasks/tasks.ts";
import type { InboxDocument } from "./document.ts";
import { saveGuarded } from "./save-guarded.ts";

/** The days of `createTaskRuns`' tasks. */
const [FIRST, LAST] = ["2026-03-01", "2026-03-02"];
const YEAR = { first: "2026-01-01", last: "2026-12-31" };
const database = await createTestDatabase({ max: 12 });
const { db } = database;
afterAll(() => database.close());

let runs: Awaited<ReturnType<typeof createTaskRuns>>;
let make: ReturnType<typeof makeDocuments>;
beforeEach(async () => {
  runs = await createTaskRuns(database);
  make = makeDocuments(runs.fixture.branchId);
});

const save = (...documents: InboxDocument[]) => saveAs(db, runs.fixture.organizationId, documents);
const changed = async () =>
  (await listChangedDays(db, runs.fixture, ["sales"], YEAR)).map(({ day }) => day);

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
const scopeOf = (ctx: TaskContext<string>) => ({
  branchIds: ctx.branches.map(({ id }) => id),
  period: ctx.period,
});
/** One file of all that was read. */
const sending = (
  read: (ctx: TaskContext<string>) => AsyncIterable<unknown>,
): Operation["prepare"] =>
  async function* (ctx) {
    yield textFile("all.txt", [String((await all(read(ctx))).length)]);
  };
const sendSales = sending((ctx) => ctx.movements.sales(scopeOf(ctx)));

async function deliver(prepare: Operation["prepare"] = sendSales): Promise<number> {
  const taskId = await runs.request();
  await runs.run({ prepare }, taskId);
  expect(await runs.task(taskId)).toMatchObject({ status: "done" });
  return taskId;
}
const notes = (taskId: number) =>
  db.execute<{ kind: string; day: string; version: number }>(
    sql`select kind, day::text, version::int from task_days where task_id = ${taskId} order by kind, day`,
  );

describe("a day that was delivered", () => {
  const ways: Array<{
    what: string;
    read: (ctx: TaskContext<string>) => AsyncIterable<unknown>;
    before: () => InboxDocument[];
    after: () => InboxDocument[];
    days?: string[];
  }> = [
    {
      what: "a sale",
      read: (ctx) => ctx.movements.sales(scopeOf(ctx)),
      before: () => [make.sale("A", FIRST)],
      after: () => [make.sale("B", FIRST)],
    },
    {
      what: "a sale of a day that had none",
      read: (ctx) => ctx.movements.saleLines(scopeOf(ctx)),
      before: () => [],
      after: () => [make.sale("B", LAST)],
      days: [LAST],
    },
    {
      what: "a return",
      read: (ctx) => ctx.movements.saleLines(scopeOf(ctx)),
      before: () => [make.sale("A", FIRST)],
      after: () => [make.sale("R", FIRST, { kind: "return", originalKey: "A" })],
    },
    {
      what: "a cancellation of the day",
      read: (ctx) => ctx.movements.sales(scopeOf(ctx)),
      before: () => [make.sale("A", FIRST)],
      after: () => [make.cancellation("A", FIRST)],
    },
    {
      what: "a cancellation on the day after",
      read: (ctx) => ctx.movements.sales(scopeOf(ctx)),
      before: () => [make.sale("A", FIRST)],
      after: () => [make.cancellation("A", LAST)],
      days: [LAST],
    },
    {
      what: "a sale whose cancellation waited for it",
      read: (ctx) => ctx.movements.sales(scopeOf(ctx)),
      before: () => [make.cancellation("A", LAST)],
      after: () => [make.sale("A", FIRST)],
      days: [FIRST, LAST],
    },
    {
      what: "a purchase",
      read: (ctx) => ctx.movements.purchases(scopeOf(ctx)),
      before: () => [],
      after: () => [make.purchase("N1", FIRST)],
    },
    {
      what: "a cancellation of a purchase",
      read: (ctx) => ctx.movements.purchases(scopeOf(ctx)),
      before: () => [make.purchase("N1", FIRST)],
      after: () => [make.cancellation("N1", LAST)],
      days: [LAST],
    },
    {
      what: "an order to send out",
      read: (ctx) => ctx.movements.outboundOrders(scopeOf(ctx)),
      before: () => [],
      after: () => [make.outbound("O1", FIRST)],
    },
    {
      what: "a prescription",
      read: (ctx) => ctx.movements.prescriptions(scopeOf(ctx)),
      before: () => [],
      after: () => [make.prescription("R1", FIRST)],
    },
    {
      what: "a controlled movement",
      read: (ctx) => ctx.movements.controlledMovements(scopeOf(ctx)),
      before: () => [],
      after: () => [make.controlled("M1", FIRST)],
    },
    {
      what: "the later cancellation of a controlled movement",
      read: (ctx) => ctx.movements.controlledMovements(scopeOf(ctx)),
      before: () => [make.controlled("M1", FIRST)],
      after: () => [
        make.controlled("C1", "2026-03-09", { kind: "cancellation", originalKey: "M1" }),
      ],
    },
    {
      what: "the prescription of a controlled sale",
      read: (ctx) => ctx.movements.controlledMovements(scopeOf(ctx)),
      before: () => [make.controlled("M1", FIRST, { prescriptionKey: "R1" })],
      after: () => [make.prescription("R1", "2026-03-09")],
    },
    {
      what: "the later cancellation of the sale that a controlled sale went with",
      read: (ctx) => ctx.movements.controlledMovements(scopeOf(ctx)),
      before: () => [
        make.sale("A", FIRST),
        make.prescription("R1", FIRST, { saleKey: "A" }),
        make.controlled("M1", FIRST, { prescriptionKey: "R1" }),
      ],
      after: () => [make.cancellation("A", "2026-03-09")],
    },
  ];
  test.each(ways)("is changed since by $what, until it is delivered again", async (way) => {
    await save(...way.before());
    await deliver(sending(way.read));
    expect(await changed()).toEqual([]);
    await save(...way.after());
    expect(await changed()).toEqual(way.days ?? [FIRST]);
    // The same again is no change of anything.
    await save(...way.after());
    await deliver(sending(way.read));
    expect(await changed()).toEqual([]);
  });

  test("stays as it is when something else, another branch or another client changes", async () => {
    const other = await createIntegration(database, fakeConnector({}));
    await deliver();
    await save(make.sale("X", "2026-03-05"), make.purchase("N9", FIRST));
    await saveAs(db, other.organizationId, [makeDocuments(other.branchId).sale("A", FIRST)]);
    expect(await changed()).toEqual([]);
  });

  test("is not delivered by a task that looked at it, read one till, or did not reach the partner", async () => {
    await deliver(sending((ctx) => ctx.movements.sales({ ...scopeOf(ctx), register: "2" })));
    await deliver(sending((ctx) => ctx.movements.sales({ ...scopeOf(ctx), lookup: true })));
    const taskId = await runs.request();
    const refuse = () => Promise.reject(new PartnerError("rejected", "não"));
    await runs.run({ prepare: sendSales, deliver: refuse }, taskId);
    expect(await runs.task(taskId)).toMatchObject({ status: "failed" });
    await save(make.sale("A", FIRST));
    expect(await changed()).toEqual([]);
  });
});

describe("a day that changes while its file is made", () => {
  test("is changed since: by what arrives between the reading and the end", async () => {
    await save(make.sale("A", FIRST));
    const taskId = await deliver(async function* (ctx) {
      const { sales } = ctx.movements;
      yield textFile("all.txt", [], {
        body: (async function* () {
          yield String((await all(sales(scopeOf(ctx)))).length);
          await save(make.sale("B", FIRST));
          yield String((await all(sales(scopeOf(ctx)))).length);
        })(),
      });
    });
    expect(await notes(taskId)).toEqual([
      { kind: "sales", day: FIRST, version: 1 },
      { kind: "sales", day: LAST, version: 0 },
    ]);
    expect(await changed()).toEqual([FIRST]);
  });

  test("is changed since: by an import that began before the task and ends after it", async () => {
    await db.transaction(async (tx) => {
      const scope = {
        organizationId: runs.fixture.organizationId,
        importId: null,
        timeZone: "America/Sao_Paulo",
      };
      await saveGuarded(tx, scope, [make.sale("A", FIRST)]);
      // The task runs on connections of its own.
      await runOutsideTransaction(async () => {
        const taskId = await deliver();
        expect((await notes(taskId))[0]).toMatchObject({ day: FIRST, version: 0 });
        expect(await changed()).toEqual([]);
      });
    });
    expect(await changed()).toEqual([FIRST]);
  });

  test("is whole in the note and in the file, or in neither, whoever imports and delivers at once", async () => {
    const single = openDatabase(database.url, { max: 1 });
    const lost = openDatabase(database.url, { max: 2 });
    try {
      const told = new Map<number, number>();
      const taken = async (serial: number) => {
        const taskId = await runs.request();
        await runs.run(
          {
            prepare: async function* (ctx) {
              const rows = await all(ctx.movements.sales(scopeOf(ctx)));
              told.set(taskId, rows.length);
              yield textFile(`${serial}.txt`, [String(rows.length)]);
            },
          },
          taskId,
          { database: single },
        );
      };
      const importing = async (name: string, through: typeof database) => {
        for (let batch = 0; batch < 12; batch++) {
          const documents = [0, 1, 2].map((each) =>
            make.sale(`${name}-${batch}-${each}`, each % 2 ? LAST : FIRST),
          );
          // Some come twice, and two imports bring the same in another order.
          await saveAs(through.db, runs.fixture.organizationId, [
            ...documents.toReversed(),
            make.sale(`both-${batch}`, batch % 2 ? LAST : FIRST),
          ]);
        }
      };
      const dying = saveAs(lost.db, runs.fixture.organizationId, [make.sale("dead", FIRST)]).then(
        () => undefined,
      );
      await Promise.all([
        importing("one", database),
        importing("two", lost),
        dying,
        (async () => {
          for (let serial = 0; serial < 6; serial++) await taken(serial);
        })(),
      ]);
      expect(told.size).toBe(6);
      for (const [taskId, sales] of told) {
        const noted = (await notes(taskId)).reduce((sum, { version }) => sum + version, 0);
        expect([taskId, noted]).toEqual([taskId, sales]);
      }
      const [stored] = await db.execute<{ count: number }>(
        sql`select count(*)::int from sales where organization_id = ${runs.fixture.organizationId}`,
      );
      expect(stored?.count).toBe(12 * 3 * 2 + 12 + 1);
      await deliver();
      expect(await changed()).toEqual([]);
    } finally {
      await Promise.all([single.close(), lost.close()]);
    }
  });

  test("keeps nobody waiting: two imports write the same day side by side", async () => {
    const other = openDatabase(database.url, { max: 1 });
    try {
      await asPerson(db, runs.fixture.organizationId, async (tx) => {
        const scope = {
          organizationId: runs.fixture.organizationId,
          importId: null,
          timeZone: "America/Sao_Paulo",
        };
        await saveGuarded(tx, scope, [make.sale("A", FIRST), make.sale("B", LAST)]);
        await runOutsideTransaction(() =>
          saveAs(other.db, runs.fixture.organizationId, [
            make.sale("C", LAST),
            make.sale("D", FIRST),
          ]),
        );
      });
    } finally {
      await other.close();
    }
    const taskId = await deliver();
    expect((await notes(taskId)).map(({ version }) => version)).toEqual([2, 2]);
  });
});

test("an import whose connection dies changes no day", async () => {
  await deliver();
  const lost = openDatabase(database.url, { max: 1 });
  const half = asPerson(lost.db, runs.fixture.organizationId, async (tx) => {
    const scope = {
      organizationId: runs.fixture.organizationId,
      importId: null,
      timeZone: "America/Sao_Paulo",
    };
    await saveGuarded(tx, scope, [make.sale("A", FIRST)]);
    const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await runOutsideTransaction(() => db.execute(sql`select pg_terminate_backend(${row!.pid})`));
    await tx.execute(sql`select 1`);
  });
  await expect(half).rejects.toThrow();
  await lost.close();
  expect(await changed()).toEqual([]);
});

describe("a task", () => {
  test("notes a day once, whatever reads it again after a crash", async () => {
    await save(make.sale("A", FIRST));
    const taskId = await runs.request();
    let tries = 0;
    const prepare: Operation["prepare"] = async function* (ctx) {
      for (const name of ["a.txt", "b.txt"]) {
        const rows = await all(ctx.movements.sales(scopeOf(ctx)));
        if (name === "b.txt" && ++tries === 1) {
          await save(make.sale("B", FIRST));
          throw new PartnerError("unavailable", "");
        }
        yield textFile(name, [String(rows.length)]);
      }
    };
    await runs.run({ prepare }, taskId);
    await runs.run({ prepare }, taskId, {}, { tries: 1 });
    expect(await runs.task(taskId)).toMatchObject({ status: "done" });
    expect((await notes(taskId))[0]).toMatchObject({ day: FIRST, version: 1 });
    expect(await changed()).toEqual([FIRST]);
  });

  test("that is done anew keeps the version of a day whose file was accepted the first time", async () => {
    const taskId = await runs.request();
    const prepare: Operation["prepare"] = async function* (ctx) {
      for (const day of [FIRST, LAST]) {
        const rows = await all(
          ctx.movements.sales({ ...scopeOf(ctx), period: { first: day, last: day } }),
        );
        yield textFile(`${day}.txt`, [String(rows.length)], { day });
      }
    };
    const deliverFirst: Operation["deliver"] = (_ctx, { name }) =>
      name.startsWith(FIRST)
        ? Promise.resolve({ status: "done" })
        : Promise.reject(new PartnerError("rejected", "não"));
    await runs.run({ prepare, deliver: deliverFirst }, taskId);
    await save(make.sale("A", FIRST), make.sale("B", LAST));
    // Its partner has the first day, of which something is missing now, and not the second.
    expect(await changed()).toEqual([FIRST]);
    await runs.reprocess(taskId);
    await runs.run({ prepare }, taskId, {}, { generation: 2 });
    expect(await runs.task(taskId)).toMatchObject({ status: "done" });
    expect((await notes(taskId)).map(({ version }) => version)).toEqual([0, 1]);
    expect(await changed()).toEqual([FIRST]);
  });

  test("that was cancelled after a file of several days was taken delivered those days", async () => {
    const taskId = await runs.request();
    const prepare: Operation["prepare"] = async function* (ctx) {
      await all(ctx.movements.sales(scopeOf(ctx)));
      yield textFile("both.txt", ["0"], { day: LAST });
    };
    await runs.run({ prepare, deliver: async () => ({ status: "sent" }) }, taskId);
    expect(await runs.task(taskId)).toMatchObject({ status: "sent" });
    await db.execute(
      sql`update tasks set status = 'failed', failure_kind = 'cancelled', failure_reason = 'x' where id = ${taskId}`,
    );
    await save(make.sale("A", FIRST));
    expect(await changed()).toEqual([FIRST]);
  });
});

describe("housekeeping", () => {
  test("adds up changes without changing any version, and leaves what a pending task cannot see", async () => {
    for (const key of ["A", "B", "C"]) await save(make.sale(key, FIRST));
    await deliver();
    const pending = await runs.request();
    let reached = false;
    const prepare: Operation["prepare"] = async function* (ctx) {
      if (!reached) {
        reached = true;
        throw new PartnerError("unavailable", "");
      }
      yield* sendSales!(ctx);
    };
    await runs.run({ prepare }, pending);
    expect(await runs.task(pending)).toMatchObject({ status: "pending" });
    for (const key of ["D", "E"]) await save(make.sale(key, FIRST));
    await mergeMovementChanges(db);
    await mergeMovementChanges(db);
    const rows = () =>
      db.execute<{ documents: number }>(
        sql`select documents::int from movement_changes where organization_id = ${runs.fixture.organizationId} order by written_by`,
      );
    expect((await rows()).map(({ documents }) => documents)).toEqual([3, 1, 1]);
    expect(await changed()).toEqual([FIRST]);
    await runs.run({ prepare }, pending, {}, { tries: 1 });
    expect((await notes(pending))[0]).toMatchObject({ version: 3 });
    await mergeMovementChanges(db);
    expect((await rows()).map(({ documents }) => documents)).toEqual([5]);
    await deliver();
    expect(await changed()).toEqual([]);
  });

  test("forgets old notes that a later task repeats, and no other", async () => {
    const old = await deliver();
    await save(make.sale("A", FIRST));
    const failed = await runs.request();
    await failPendingTask(db, {
      organizationId: runs.fixture.organizationId,
      taskId: failed,
      kind: "cancelled",
      reason: "x",
    });
    const newer = await deliver();
    await db.execute(
      sql`update tasks set created_at = '2020-01-01' where id in (${old}, ${newer})`,
    );
    await removeRepeatedTaskDays(db, new Date("2021-01-01"));
    expect(await notes(old)).toEqual([]);
    expect(await notes(newer)).toHaveLength(2);
    expect(await changed()).toEqual([]);
  });
});

test("a client sees its own days alone, and no person writes them", async () => {
  await save(make.sale("A", FIRST));
  await deliver();
  const other = await createIntegration(database, fakeConnector({}));
  for (const table of [sql`movement_changes`, sql`task_days`]) {
    const count = (organizationId: number | null) =>
      asPerson(db, organizationId, async (tx) =>
        Number(
          (
            await tx.execute(
              sql`select count(*) from ${table} where organization_id = ${runs.fixture.organizationId}`,
            )
          )[0]?.count,
        ),
      );
    expect(await count(runs.fixture.organizationId)).toBeGreaterThan(0);
    expect(await count(null)).toBeGreaterThan(0);
    expect(await count(other.organizationId)).toBe(0);
    for (const organizationId of [null, runs.fixture.organizationId])
      await expect(
        asPerson(db, organizationId, (tx) => tx.execute(sql`delete from ${table}`)),
      ).rejects.toThrow();
  }
});
