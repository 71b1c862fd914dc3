import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createIntegration,
  type EngineFixture,
  fakeConnector,
} from "@/e2e/support/engine-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { mayBecome, TASK_STATUSES, type TaskStatus } from "@/lib/core/status.ts";
import { OWNER_ROLE } from "./embedded-server.ts";
import { asPerson } from "./client.ts";
import { auditEvents } from "./schema/people.ts";
import { files, tasks } from "./schema/tasks.ts";

const database = await createTestDatabase({ max: 20 });
const { db } = database;
let one: EngineFixture;
let two: EngineFixture;

beforeAll(async () => {
  one = await createIntegration(database, fakeConnector({}));
  two = await createIntegration(database, fakeConnector({}));
});
afterAll(() => database.close());

/** The SQLSTATE that a statement was refused with. */
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    return code ?? cause?.code ?? "unknown";
  }
  return "accepted";
}

let serial = 0;
async function insertTask(
  status: TaskStatus,
  of = one,
  more: Partial<typeof tasks.$inferInsert> = {},
): Promise<number> {
  const first = new Date(Date.UTC(2020, 0, ++serial)).toISOString().slice(0, 10);
  const [row] = await db
    .insert(tasks)
    .values({
      ...of,
      operation: "sales",
      period: { first, last: first },
      status,
      failureReason: status === "failed" ? "x" : null,
      origin: "person",
      requestedName: "Ana",
      ...more,
    })
    .returning({ id: tasks.id });
  return row!.id;
}
async function insertFile(taskId: number, status: TaskStatus): Promise<number> {
  const [row] = await db
    .insert(files)
    .values({
      ...one,
      taskId,
      generation: 1,
      name: `f${++serial}`,
      status,
      failureReason: status === "failed" ? "x" : null,
      contentType: "text/plain",
      rows: 1,
      bytes: 1,
      sha256: "",
      storageKey: "",
    })
    .returning({ id: files.id });
  return row!.id;
}

test("the schema folds accents", async () => {
  const [row] = await db.execute(sql`select enlace_fold('Drogaria São José') as folded`);
  expect(row?.folded).toBe("drogaria sao jose");
});

describe("status", () => {
  const moves = TASK_STATUSES.flatMap((from) =>
    TASK_STATUSES.filter((to) => to !== from).map((to) => [from, to] as const),
  );

  test.each(moves)("a task from %s to %s", async (from, to) => {
    const id = await insertTask(from);
    const move = db.execute(
      sql`update tasks set status = ${to}, failure_reason = 'x', generation = generation + 1 where id = ${id}`,
    );
    expect(await refusal(move)).toBe(mayBecome(from, to) ? "accepted" : "EN001");
  });

  test.each(moves)("a file from %s to %s", async (from, to) => {
    const id = await insertFile(await insertTask("pending"), from);
    const move = db.execute(
      sql`update files set status = ${to}, failure_reason = 'x' where id = ${id}`,
    );
    expect(await refusal(move)).toBe(
      mayBecome(from, to) && from !== "failed" ? "accepted" : "EN001",
    );
  });

  test("a failure is left only by a new generation, has a reason, and an unknown status is refused", async () => {
    const id = await insertTask("failed");
    expect(
      await refusal(db.execute(sql`update tasks set status = 'pending' where id = ${id}`)),
    ).toBe("EN001");
    expect(
      await refusal(db.execute(sql`update tasks set failure_reason = null where id = ${id}`)),
    ).toBe("23514");
    expect(
      await refusal(
        db.execute(
          sql`update tasks set status = 'waiting' where id = ${await insertTask("pending")}`,
        ),
      ),
    ).not.toBe("accepted");
  });
});

describe("only one", () => {
  test("of fifty overlapping pending tasks written at once, without any lock, one stands", async () => {
    const period = { first: "2026-01-01", last: "2026-01-31" };
    const results = await Promise.all(
      Array.from({ length: 50 }, () => refusal(insertTask("pending", one, { period }))),
    );
    expect(results.filter((result) => result === "accepted")).toHaveLength(1);
    // Two that collide may each be the other's obstacle: the database then ends one of them as a deadlock.
    expect(results.every((result) => ["accepted", "23P01", "40P01"].includes(result))).toBe(true);
  });

  test("reopening a failed task over a pending one is refused by the same constraint", async () => {
    const period = { first: "2026-02-01", last: "2026-02-28" };
    const failed = await insertTask("failed", one, { period });
    await insertTask("pending", one, { period: { first: "2026-02-28", last: "2026-03-05" } });
    expect(
      await refusal(
        db.execute(sql`update tasks set status = 'pending', generation = 2 where id = ${failed}`),
      ),
    ).toBe("23P01");
  });

  test("of fifty tasks for one slot written at once, one stands", async () => {
    const scheduledFor = new Date("2026-01-01T05:00:00Z");
    const results = await Promise.all(
      Array.from({ length: 50 }, () => refusal(insertTask("done", one, { scheduledFor }))),
    );
    expect(results.filter((result) => result === "accepted")).toHaveLength(1);
    expect(results.filter((result) => result === "23505")).toHaveLength(49);
  });

  test("a period has two ends", async () => {
    const insert = (range: string) =>
      refusal(
        db.execute(
          sql`insert into tasks (organization_id, integration_id, operation, period, origin, requested_name) values (${one.organizationId}, ${one.integrationId}, 'sales', ${range}::daterange, 'person', 'Ana')`,
        ),
      );
    for (const range of ["[2026-01-01,)", "(,2026-01-01]", "empty"])
      expect(await insert(range)).toBe("23514");
  });

  test("a file name is one within its task and generation", async () => {
    const taskId = await insertTask("pending");
    const row = {
      ...one,
      taskId,
      generation: 1,
      name: "a.txt",
      contentType: "text/plain",
      rows: 1,
      bytes: 1,
      sha256: "",
      storageKey: "",
    };
    const results = await Promise.all(
      Array.from({ length: 10 }, () => refusal(db.insert(files).values(row))),
    );
    expect(results.filter((result) => result === "accepted")).toHaveLength(1);
    expect(await refusal(db.insert(files).values({ ...row, generation: 2 }))).toBe("accepted");
  });
});

describe("the audit log", () => {
  const write = (summary: string) =>
    db.insert(auditEvents).values({
      organizationId: one.organizationId,
      personName: "Ana",
      action: "force-run",
      summary,
    });

  test("nobody changes or removes a row, neither the owner nor a person's role", async () => {
    await write("primeiro");
    for (const statement of [
      sql`update audit_events set summary = 'outro'`,
      sql`delete from audit_events`,
      sql`truncate audit_events`,
    ]) {
      expect(await refusal(db.execute(statement))).toBe("EN003");
      expect(await refusal(asPerson(db, null, (tx) => tx.execute(statement)))).not.toBe("accepted");
      expect(
        await refusal(asPerson(db, one.organizationId, (tx) => tx.execute(statement))),
      ).not.toBe("accepted");
    }
  });

  test("a row takes its seal once and changes in nothing else", async () => {
    await write("para selar");
    const [row] = await db.execute<{ id: string }>(
      sql`select id from audit_events where seal is null order by id desc limit 1`,
    );
    const set = (change: ReturnType<typeof sql>) =>
      refusal(db.execute(sql`update audit_events set ${change} where id = ${row?.id}`));
    expect(await set(sql`number = 900001, seal = 't.x', summary = 'outro'`)).toBe("EN003");
    expect(await set(sql`number = 900001, seal = 't.x', person_id = 7`)).toBe("EN003");
    expect(await set(sql`number = 900001`)).toBe("EN003");
    expect(await set(sql`number = 900001, seal = 't.x'`)).toBe("accepted");
    expect(await set(sql`number = 900002, seal = 't.y'`)).toBe("EN003");
    expect(await set(sql`number = null, seal = null`)).toBe("EN003");
  });

  test.each([
    ["another client's", { organization_id: "other" }],
    ["of no client", { organization_id: null }],
    ["another person's", { person_id: 4_711 }],
    ["nobody's", { person_id: null }],
  ])("a client's role writes no row that is %s", async (_, part) => {
    const row = { organization_id: one.organizationId, person_id: 41, ...part };
    const organization = row.organization_id === "other" ? two.organizationId : row.organization_id;
    const insert = (as: number | null) =>
      refusal(
        asPerson(
          db,
          as,
          (tx) =>
            tx.execute(
              sql`insert into audit_events (organization_id, person_id, person_name, action) values (${organization}, ${row.person_id}, 'Ana', 'sign-in')`,
            ),
          41,
        ),
      );
    expect(await insert(one.organizationId)).toBe("42501");
    // An agent acts for every client, and still only as themselves.
    expect(await insert(null)).toBe(row.person_id === 41 ? "accepted" : "42501");
  });

  test("a person's role chooses neither the moment nor the number nor the seal of its row", async () => {
    await asPerson(
      db,
      one.organizationId,
      (tx) =>
        tx.execute(
          sql`insert into audit_events (id, organization_id, person_id, person_name, action, at, number, seal) values (999999, ${one.organizationId}, 42, 'Ana', 'backdated', '2001-01-01', 1, 't.forged')`,
        ),
      42,
    );
    const [row] = await db.execute(
      sql`select id, at > now() - interval '1 minute' as fresh, number, seal from audit_events where action = 'backdated'`,
    );
    expect(row).toMatchObject({ fresh: true, number: null, seal: null });
    expect(Number(row?.id)).toBeLessThan(999_999);
  });
});

describe("a day's quota", () => {
  test("is seen by whoever has an environment there, and by no other client", async () => {
    await db.execute(
      sql`insert into environments (organization_id, integration_id, code, kind, name, base_url, tenant) values (${one.organizationId}, ${one.integrationId}, 'x', 'sienge', 'X', 'https://api.sienge.test', 'grupo')`,
    );
    for (const key of ["sienge:api.sienge.test/grupo", "cv:outro.test"])
      await db.execute(
        sql`insert into daily_quotas (key, day, used, "limit") values (${key}, '2026-03-01', 1, 5)`,
      );
    const seen = (organizationId: number | null) =>
      asPerson(db, organizationId, async (tx) =>
        (await tx.execute(sql`select key from daily_quotas order by key`)).map(({ key }) => key),
      );
    expect(await seen(one.organizationId)).toEqual(["sienge:api.sienge.test/grupo"]);
    expect(await seen(two.organizationId)).toEqual([]);
    expect(await seen(null)).toHaveLength(2);
  });
});

describe("the second wall", () => {
  test("a client's query that forgot its where shows no foreign row, in any table", async () => {
    await insertTask("done", two);
    await insertFile(await insertTask("done", one), "done");
    const named = await db.execute(
      sql`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    expect(named.length).toBeGreaterThan(20);
    for (const { name } of named) {
      const foreign = await asPerson(db, two.organizationId, (tx) =>
        tx.execute(
          sql`select count(*)::int as count from ${sql.identifier(String(name))} where organization_id is distinct from ${two.organizationId}`,
        ),
      ).catch((error: { cause?: { code?: string } }) => {
        // Some tables are closed to a client altogether.
        expect(error.cause?.code).toBe("42501");
        return [{ count: 0 }];
      });
      expect([name, foreign[0]?.count]).toEqual([name, 0]);
    }
  });

  test("every such table has row-level security and both policies", async () => {
    const open = await db.execute(sql`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and (not c.relrowsecurity or (select count(*) from pg_policy p where p.polrelid = c.oid) < 2)`);
    expect(open.map(({ relname }) => relname)).toEqual([]);
  });

  test("a client neither writes into another organization nor moves a row there", async () => {
    const mine = await insertTask("done", two);
    const foreign = await insertTask("failed", one);
    await asPerson(db, two.organizationId, async (tx) => {
      expect(
        await tx.execute(sql`update tasks set records = 7 where id = ${foreign} returning id`),
      ).toHaveLength(0);
      expect(
        await tx.execute(sql`delete from tasks where id = ${foreign} returning id`),
      ).toHaveLength(0);
    });
    expect(
      await refusal(
        asPerson(db, two.organizationId, (tx) =>
          tx.execute(
            sql`update tasks set organization_id = ${one.organizationId} where id = ${mine}`,
          ),
        ),
      ),
    ).toBe("42501");
  });

  test.each([null, "client"])(
    "the role of a person (%s) can neither bypass the wall nor take it down",
    async (kind) => {
      const as = (statement: ReturnType<typeof sql>) =>
        refusal(
          asPerson(db, kind === null ? null : two.organizationId, (tx) => tx.execute(statement)),
        );
      expect(await as(sql`alter table tasks disable row level security`)).toBe("42501");
      expect(await as(sql`alter table audit_events disable trigger all`)).toBe("42501");
      expect(await as(sql`set session_replication_role = replica`)).toBe("42501");
      expect(await as(sql`insert into accepted_records select * from accepted_records`)).toBe(
        "42501",
      );
      const [role] = await db.execute(
        sql`select rolbypassrls, rolsuper from pg_roles where rolname = ${kind === null ? "enlace_support" : "enlace_client"}`,
      );
      expect(role).toEqual({ rolbypassrls: false, rolsuper: false });
    },
  );

  test("the organization ends with the transaction", async () => {
    await asPerson(db, one.organizationId, (tx) => tx.execute(sql`select 1`));
    const states = await Promise.all(
      Array.from({ length: 20 }, () =>
        db.execute(
          sql`select current_setting('enlace.organization_id', true) as organization, current_user as role`,
        ),
      ),
    );
    for (const [state] of states)
      expect([state?.organization || null, state?.role]).toEqual([null, OWNER_ROLE]);
  });
});
