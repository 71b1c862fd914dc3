import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { listUseCases } from "@/e2e/support/list-use-cases.ts";
import { overlapTransactions } from "@/e2e/support/overlap-transactions.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { makeWalkClient, makeWalker, type WalkIds } from "@/e2e/support/walk-fixture.ts";
import { WALK } from "@/e2e/support/walk-table.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { closeSender } from "@/lib/engine/queue.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import type { Outcome } from "./define-use-case.ts";

process.env.AUTH_SECRET ??= "a secret of the tests and of nothing else";
process.env.ENLACE_KEYS ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
const database = await createTestDatabase();
process.env.DATABASE_URL ??= database.url;
const overlapping = overlapTransactions(database);
useDatabase(overlapping);
await syncCatalogue(database.db, CONNECTORS);
afterAll(async () => {
  await closeSender();
  await overlapping.close();
});

const useCases = await listUseCases();
const kindOf = (outcome: Outcome<unknown>) => (outcome.ok ? "ok" : outcome.problem.kind);
let covered = 0;

describe.each([...useCases].filter(([name]) => WALK[name]))("%s", (name, useCase) => {
  const row = WALK[name]!;

  test("two who do it at the same moment leave what two in turn would leave", async () => {
    const turns = await setUp();
    const same = row.input(turns.ids);
    const inTurn: string[] = [];
    for (const actor of turns.actors) inTurn.push(kindOf(await useCase(actor, same)));

    const { ids, actors } = await setUp();
    const input = row.input(ids);
    const both = await overlapping.runBoth(
      () => useCase(actors[0], input),
      () => useCase(actors[1], input),
    );
    const outcomes = both.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return kindOf(one.value);
    });
    // Whoever comes first is answered as if alone.
    expect(outcomes).toContain(inTurn[0]);
    if (outcomes.toSorted().join() === inTurn.toSorted().join())
      expect(await countRows(ids)).toEqual(await countRows(turns.ids));
    covered += 1;
  });
});

test("every use-case was run", () => {
  expect(covered).toBe(useCases.size);
  console.info(`Two at once: ${covered} use-cases.`);
});

async function setUp(): Promise<{ ids: WalkIds; actors: [Actor, Actor] }> {
  const ids = await makeWalkClient(database, "smarket");
  const agent = () => makeWalker(database, null, PERMISSIONS);
  return { ids, actors: [await agent(), await agent()] };
}

/** How many rows of each table an organization has. */
async function countRows({ organizationId }: WalkIds) {
  const tables = await database.db.execute<{ name: string }>(
    sql`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  const parts = tables.map(
    ({ name }) =>
      sql`select ${name} as name, count(*)::int as rows from ${sql.identifier(name)} where organization_id = ${organizationId}`,
  );
  return database.db.execute(sql.join(parts, sql` union all `));
}
