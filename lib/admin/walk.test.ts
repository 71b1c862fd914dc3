import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import type { Outcome } from "./define-use-case.ts";
import { listUseCases } from "@/e2e/support/list-use-cases.ts";
import { makeWalkClient, makeWalker } from "@/e2e/support/walk-fixture.ts";
import { WALK } from "@/e2e/support/walk-table.ts";

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
const database = await createTestDatabase();
process.env.DATABASE_URL ??= database.url;
useDatabase(database);
await syncCatalogue(database.db, CONNECTORS);
afterAll(() => database.close());

const found = await listUseCases();
const kindOf = (outcome: Outcome<unknown>) => (outcome.ok ? "ok" : outcome.problem.kind);
const without = (permission: string | null) => PERMISSIONS.filter((one) => one !== permission);

test("every use-case has a row in the walk, and every row a use-case", () => {
  expect(Object.keys(WALK).toSorted()).toEqual([...found.keys()].toSorted());
});

describe.each([...found].filter(([name]) => WALK[name]))("%s", (name, useCase) => {
  const row = WALK[name]!;
  const { permission } = useCase.useCase;
  const reached = ["ok", ...(row.reaches ?? [])];
  const act = (actor: Actor, ids: Awaited<ReturnType<typeof makeWalkClient>>) =>
    useCase(actor, row.input(ids));

  test("a support agent reaches it", async () => {
    const ids = await makeWalkClient(database, "smarket");
    expect(reached).toContain(
      kindOf(await act(await makeWalker(database, null, PERMISSIONS), ids)),
    );
  });

  test("the client's own people reach it with the permission", async () => {
    const ids = await makeWalkClient(database, "smarket");
    const outcome = await act(await makeWalker(database, ids.organizationId, PERMISSIONS), ids);
    expect(row.agentsOnly ? ["forbidden"] : reached).toContain(kindOf(outcome));
  });

  test("another client's people learn nothing and change nothing", async () => {
    const ids = await makeWalkClient(database, "smarket");
    const other = await makeWalkClient(database, "smarket");
    const stranger = await makeWalker(database, other.organizationId, PERMISSIONS);
    const before = await fingerprint(ids.organizationId);
    const outcome = await act(stranger, ids);
    if (row.foreign !== "own") expect(kindOf(outcome)).toBe(row.foreign);
    if (outcome.ok || row.foreign === "not_found")
      expect(
        inspect(outcome, { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity }),
      ).not.toContain(ids.marker);
    expect(await fingerprint(ids.organizationId)).toEqual(before);
  });

  // What every signed-in person may do has no permission to be without.
  if (permission === null) return;
  test("without the permission it is forbidden, and noted", async () => {
    const ids = await makeWalkClient(database, "smarket");
    for (const organizationId of [null, ids.organizationId]) {
      const actor = await makeWalker(database, organizationId, without(permission));
      expect(kindOf(await act(actor, ids))).toBe("forbidden");
      const noted = await database.db.execute(
        sql`select 1 from audit_events where person_id = ${actor.personId} and action = 'denied' and subject_id = ${name}`,
      );
      expect(noted).toHaveLength(1);
    }
  });
});

/** Everything of an organization, so that any change to it shows. */
async function fingerprint(organizationId: number) {
  const tables = await database.db.execute<{ name: string }>(
    sql`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  const parts = tables.map(
    ({ name }) =>
      sql`select ${name} as name, count(*)::int as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as hash from ${sql.identifier(name)} t where organization_id = ${organizationId}`,
  );
  return database.db.execute(sql.join(parts, sql` union all `));
}
