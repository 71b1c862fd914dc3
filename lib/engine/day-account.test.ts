import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomStream } from "@/db/seed/random-stream.ts";
import { asPerson } from "@/db/client.ts";
import { removeRepeatedTaskDays } from "@/db/queries/tasks/task-days.ts";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
  makeEngine,
  textFile,
} from "@/e2e/support/engine-fixture.ts";
import { makeDocuments, saveAs } from "@/e2e/support/movement-documents.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Operation, PreparedFile, StoredFile } from "@/lib/connectors/define.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { addDays, listDays } from "@/lib/core/period.ts";
import { cancelTask } from "./cancel-task.ts";
import { checkDays } from "./check-days.ts";
import { confirmTask } from "./confirm-task.ts";
import { closeListen } from "./listen.ts";
import { closeSender } from "./queue.ts";
import { reprocessTask } from "./reprocess-task.ts";
import { requestTask } from "./request-task.ts";
import { runTask } from "./run-task.ts";

const FIRST = "2026-03-01";
const DAYS = listDays({ first: FIRST, last: addDays(FIRST, 3) });
const SINCE = "2026-01-01";

const database = await createTestDatabase({ max: 12 });
const { db } = database;
let store: Awaited<ReturnType<typeof makeEngine>>["store"];
beforeAll(async () => {
  ({ store } = await makeEngine(database, [fakeConnector({})]));
});
afterAll(async () => {
  await closeListen();
  await closeSender();
  await database.close();
});

interface AccountRow {
  branch: number;
  day: string;
  outcome: string;
  changed: boolean;
  refused: number;
}

const readAccount = async ({ organizationId, integrationId }: EngineFixture) =>
  db.execute<AccountRow & Record<string, unknown>>(sql`
    select a.branch_id::int as branch, a.day::text, a.outcome, a.refused,
           coalesce((select sum(c.documents) from movement_changes c where c.organization_id = a.organization_id and c.branch_id = a.branch_id and c.day = a.day and c.kind = 'sales'), 0)
             > coalesce((a.versions ->> 'sales')::bigint, 0) as changed
      from day_accounts a where a.organization_id = ${organizationId} and a.integration_id = ${integrationId}
     order by a.branch_id, a.day`);

/** A partner that does what it is told to, and keeps what it was given and took. */
function makePartner() {
  const taken = new Map<number, Set<string>>();
  return {
    /** One document a line; `but` are refused. */
    take: async (file: StoredFile, but = 0) => {
      const keys = (await file.text()).split("\n").filter(Boolean);
      taken.set(file.id, new Set(keys.slice(but)));
      return keys.slice(0, but);
    },
    drop: (file: StoredFile) => taken.delete(file.id),
    has: (key: string) => [...taken.values()].some((keys) => keys.has(key)),
  };
}

type Layout = (typeof LAYOUTS)[number];
const LAYOUTS = ["branch and day", "branch", "branch, by its last day", "day", "one"] as const;

/** The day's documents in files as partners want them: a file where there is something to tell. */
const prepareAs = (layout: Layout): NonNullable<Operation["prepare"]> =>
  async function* (ctx) {
    const groups = new Map<string, { lines: string[]; more: Partial<PreparedFile> }>();
    for await (const { branchId, day, kind, documentKey } of ctx.movements.sales({
      branchIds: ctx.branches.map(({ id }) => id),
      period: ctx.period,
    })) {
      const [name, more]: [string, Partial<PreparedFile>] = {
        "branch and day": [`${branchId}-${day}`, { branchId, day }] as [string, object],
        branch: [`${branchId}`, { branchId }] as [string, object],
        "branch, by its last day": [`${branchId}-last`, { branchId, day: ctx.period.last }] as [
          string,
          object,
        ],
        day: [day, { day }] as [string, object],
        one: ["all", {}] as [string, object],
      }[layout];
      const group = groups.get(name) ?? { lines: [], more };
      group.lines.push(`${branchId}:${day}:${kind}:${documentKey}`);
      groups.set(name, group);
    }
    for (const [name, { lines, more }] of groups) yield textFile(`${name}.txt`, lines, more);
  };

describe("the account of days", () => {
  test.each([10])(
    "equals what its sources amount to, and what the partner was given, after anything (%i)",
    async (seed) => {
      const random = randomStream(seed);
      const pick = <Each>(list: readonly Each[]): Each =>
        list[Math.floor(random() * list.length)] as Each;
      const fixture = await createIntegration(database, fakeConnector({}), { branches: 2 });
      const { organizationId } = fixture;
      const branchIds = [fixture.branchId, fixture.branchId + 1];
      const partner = makePartner();
      const tasks: number[] = [];
      const said: string[] = [];
      let serial = 0;

      const save = async () => {
        const make = makeDocuments(pick(branchIds));
        const day = pick(DAYS);
        const key = `S${++serial}`;
        const documents = [make.sale(key, day)];
        if (random() < 0.3) documents.push(make.sale(`R${serial}`, day, { kind: "return" }));
        await saveAs(db, organizationId, documents);
        if (random() < 0.2) await saveAs(db, organizationId, [make.cancellation(key, pick(DAYS))]);
      };
      const attempt = async (taskId: number) => {
        // A connector makes the same files again.
        const layout = LAYOUTS[taskId % LAYOUTS.length]!;
        const stop = new AbortController();
        const deliver: Operation["deliver"] = async (_ctx, file) => {
          const fate = random();
          if (fate < 0.1) throw new PartnerError("unavailable", "fora do ar");
          if (fate < 0.2) throw new PartnerError("rejected", "não");
          if (fate < 0.25) throw new PartnerError("unexpected_shape", "o quê?");
          if (fate < 0.32) {
            stop.abort(new DOMException("the process ends", "AbortError"));
            throw stop.signal.reason;
          }
          const refused = await partner.take(file, fate < 0.45 ? 1 : 0);
          if (refused.length > 0)
            return {
              status: "done",
              rejections: refused.map((key) => ({ key, code: "1", message: "não" })),
            };
          return { status: fate < 0.6 ? "sent" : "done" };
        };
        const confirm: Operation["confirm"] = async (_ctx, file) => {
          if (random() < 0.7) return { status: random() < 0.3 ? "pending" : "done" };
          partner.drop(file);
          return { status: "failed", detail: "recusado depois" };
        };
        const engine = await makeEngine(
          database,
          [fakeConnector({ prepare: prepareAs(layout), deliver, confirm })],
          { store, retry: { temporary: [1], internal: [], jitter: 0 } },
        );
        const [row] = await db.execute<{ generation: number; status: string; tries: number }>(
          sql`select generation, status, attempt as tries from tasks where id = ${taskId}`,
        );
        const job = { organizationId, taskId, generation: row!.generation, tries: row!.tries };
        if (row!.status === "pending") await runTask(engine, job, stop.signal);
        else {
          await db.execute(
            sql`update files set next_confirm_at = now() - interval '1 day' where task_id = ${taskId} and status = 'sent'`,
          );
          await confirmTask(engine, job, new AbortController().signal);
        }
      };
      for (let step = 0; step < 45; step++) {
        const what = random();
        const taskId = pick(tasks) ?? 0;
        if (what < 0.25) await save();
        else if (what < 0.5) {
          const [a, b] = [pick(DAYS), pick(DAYS)].toSorted() as [string, string];
          const requested = await requestTask(db, {
            ...fixture,
            operation: "sales",
            period: { first: a, last: b },
            origin: "person",
            requestedName: "Ana",
            ...(random() < 0.2 ? { parameters: { branchId: pick(branchIds) } } : {}),
          });
          const id = "taskId" in requested ? requested.taskId : requested.conflictWith;
          tasks.push(id);
          await attempt(id);
        } else if (what < 0.75 && taskId) await attempt(taskId);
        else if (what < 0.85 && taskId)
          await cancelTask(db, { organizationId, taskId, cancelledBy: "Ana" });
        else if (what < 0.95 && taskId) await reprocessTask(db, { organizationId, taskId });
        else await removeRepeatedTaskDays(db, new Date(Date.now() + 60_000));

        expect(await checkDays(db, SINCE), `step ${step} of ${seed}`).toEqual([]);
        const stored = await db.execute<{ branch: string; day: string; kind: string; key: string }>(
          sql`select branch_id as branch, day::text, kind, document_key as key from sales where organization_id = ${organizationId}`,
        );
        for (const { branch, day, outcome, changed } of await readAccount(fixture)) {
          const lacks = stored
            .filter((each) => Number(each.branch) === branch && each.day === day)
            .filter((each) => !partner.has(`${branch}:${day}:${each.kind}:${each.key}`));
          const whole = ["accepted", "sent", "empty"].includes(outcome);
          if (whole) {
            expect([seed, step, branch, day, outcome, lacks.length > 0]).toEqual([
              seed,
              step,
              branch,
              day,
              outcome,
              changed,
            ]);
            said.push(changed ? "changed" : outcome);
          } else said.push(outcome);
        }
      }
      // The walk went through most of what there is.
      expect(new Set(said).size).toBeGreaterThan(3);
    },
  );
});

test("answers, reprocesses and new tasks over the same days at one moment leave one true account", async () => {
  const fixture = await createIntegration(database, fakeConnector({}), { branches: 2 });
  const { organizationId, branchId } = fixture;
  const never = new AbortController().signal;
  const make = makeDocuments(branchId);
  const request = async () => {
    const requested = await requestTask(db, {
      ...fixture,
      operation: "sales",
      period: { first: FIRST, last: addDays(FIRST, 3) },
      origin: "person",
      requestedName: "Ana",
    });
    return "taskId" in requested ? requested.taskId : requested.conflictWith;
  };
  const engineOf = (confirm: Operation["confirm"]) =>
    makeEngine(
      database,
      [
        fakeConnector({
          prepare: prepareAs("branch and day"),
          deliver: async () => ({ status: "sent" }),
          confirm,
        }),
      ],
      { store },
    );
  const accepting = await engineOf(async () => ({ status: "done" }));
  const refusing = await engineOf(async () => ({ status: "failed", detail: "não" }));
  const sent: number[] = [];
  for (let serial = 0; serial < 4; serial++) {
    await saveAs(
      db,
      organizationId,
      DAYS.map((day) => make.sale(`${serial}-${day}`, day)),
    );
    const taskId = await request();
    await runTask(accepting, { organizationId, taskId, generation: 1 }, never);
    sent.push(taskId);
  }
  await db.execute(
    sql`update files set next_confirm_at = now() - interval '1 day' where organization_id = ${organizationId}`,
  );
  await Promise.all([
    ...sent.map((taskId, index) =>
      confirmTask(
        index % 2 === 0 ? refusing : accepting,
        { organizationId, taskId, generation: 1 },
        never,
      ),
    ),
    saveAs(db, organizationId, [make.sale("late", FIRST)]),
    request().then((taskId) =>
      runTask(accepting, { organizationId, taskId, generation: 1 }, never),
    ),
    ...sent.map((taskId) => reprocessTask(db, { organizationId, taskId })),
  ]);
  expect(await checkDays(db, SINCE)).toEqual([]);
  expect(new Set((await readAccount(fixture)).map(({ outcome }) => outcome))).toEqual(
    new Set(["sent", "empty"]),
  );
});

test("the account is put right where it was changed behind the Enlace's back, and that is said", async () => {
  const fixture = await createIntegration(database, fakeConnector({}));
  await saveAs(db, fixture.organizationId, [makeDocuments(fixture.branchId).sale("A", FIRST)]);
  const requested = await requestTask(db, {
    ...fixture,
    operation: "sales",
    period: { first: FIRST, last: addDays(FIRST, 1) },
    origin: "person",
    requestedName: "Ana",
  });
  const engine = await makeEngine(
    database,
    [fakeConnector({ prepare: prepareAs("branch and day") })],
    { store },
  );
  const { taskId } = requested as { taskId: number };
  await runTask(
    engine,
    { organizationId: fixture.organizationId, taskId, generation: 1 },
    new AbortController().signal,
  );
  expect((await readAccount(fixture)).map(({ outcome, changed }) => [outcome, changed])).toEqual([
    ["accepted", false],
    ["empty", false],
  ]);
  await db.execute(
    sql`update day_accounts set outcome = 'failed' where integration_id = ${fixture.integrationId} and day = ${FIRST}`,
  );
  expect(await checkDays(db, SINCE)).toMatchObject([
    { integrationId: fixture.integrationId, day: FIRST, said: `failed, tarefa ${taskId}` },
  ]);
  expect(await checkDays(db, SINCE)).toEqual([]);
});

test("a client reads its own account and nobody's marks or functions", async () => {
  const [mine, other] = [
    await createIntegration(database, fakeConnector({})),
    await createIntegration(database, fakeConnector({})),
  ];
  for (const { organizationId, integrationId, branchId } of [mine, other])
    await db.execute(
      sql`insert into day_accounts (organization_id, integration_id, operation, day, branch_id, due_at) values (${organizationId}, ${integrationId}, 'sales', ${FIRST}, ${branchId}, now())`,
    );
  const rows = await asPerson(db, mine.organizationId, (tx) =>
    tx.execute(sql`select integration_id::int as id from day_accounts`),
  );
  expect(rows).toEqual([{ id: mine.integrationId }]);
  for (const forbidden of [
    sql`select * from day_marks`,
    sql`select enlace_account_task_days(${other.organizationId}::bigint, 1, 0, 'infinity')`,
    sql`select * from enlace_task_day_outcomes(${other.organizationId}::bigint, 1, 0, 'infinity')`,
    sql`update day_accounts set records = 1`,
  ])
    await expect(
      asPerson(db, mine.organizationId, (tx) => tx.execute(forbidden)),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
});
