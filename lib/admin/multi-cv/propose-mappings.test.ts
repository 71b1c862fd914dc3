import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { environments, mappings, remoteLists } from "@/db/schema/environments.ts";
import { overlapTransactions } from "@/e2e/support/overlap-transactions.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { makeWalkClient, type WalkIds } from "@/e2e/support/walk-fixture.ts";
import { syncCatalogue } from "@/lib/engine/sync-catalogue.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import type { CatalogueItem } from "@/lib/multi-cv/match-catalogue.ts";
import { propose } from "@/lib/multi-cv/propose-mappings.ts";
import { repeatAfterRace } from "../repeat-after-race.ts";

const database = await createTestDatabase();
const overlapping = overlapTransactions(database);
const { db } = overlapping;
await syncCatalogue(db, CONNECTORS);
afterAll(() => overlapping.close());

let ids: WalkIds;
beforeEach(async () => {
  ids = await makeWalkClient(database, "smarket");
});

const now = new Date("2026-03-05T12:00:00Z");
const item = (id: string): CatalogueItem => ({ id, name: `Série ${id}`, code: "", flags: {} });

/** What a person sets off with "Carregar listas". */
function load(items: string[], sources: string[], environmentId = ids.flow.terminalId) {
  return repeatAfterRace(() =>
    db.transaction((tx) =>
      propose(tx, {
        organizationId: ids.organizationId,
        integrationId: ids.flow.integrationId,
        kind: "series",
        environmentId,
        hubId: ids.flow.hubId,
        items: items.map(item),
        sources: sources.map(item),
        now,
      }),
    ),
  );
}
const listed = async (environmentId: number) =>
  (
    await db
      .select({ id: remoteLists.remoteId })
      .from(remoteLists)
      .where(and(eq(remoteLists.environmentId, environmentId), eq(remoteLists.kind, "series")))
      .orderBy(asc(remoteLists.remoteId))
  ).map(({ id }) => id);
const proposed = async () =>
  (
    await db
      .select({ key: mappings.sourceKey })
      .from(mappings)
      .where(and(eq(mappings.environmentId, ids.flow.terminalId), eq(mappings.kind, "series")))
      .orderBy(asc(mappings.sourceKey))
  ).map(({ key }) => key);

test.each([
  ["the same lists", ["1", "2"], ["1", "2"]],
  ["lists that share an item", ["1", "2"], ["2", "3"]],
  ["lists that share nothing", ["1", "2"], ["3", "4"]],
  ["a list and an empty one", ["1", "2"], []],
])("two loads of %s leave one of the two, whole", async (_what, first, second) => {
  await load(["9"], ["9"]);
  const both = await overlapping.runBoth(
    () => load(first, first),
    () => load(second, second),
  );
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  expect([first, second]).toContainEqual(await listed(ids.flow.terminalId));
});

test("two terminals that load at the same moment share one whole list of the Hub", async () => {
  const [other] = await db
    .insert(environments)
    .values({
      organizationId: ids.organizationId,
      integrationId: ids.flow.integrationId,
      code: "outro",
      kind: "cv",
      name: "Terminal de teste",
      baseUrl: "http://127.0.0.1:9",
    })
    .returning({ id: environments.id });
  const both = await overlapping.runBoth(
    () => load(["1", "2"], ["1", "2", "3"]),
    () => load(["5"], ["1", "2", "3"], other!.id),
  );
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  expect(await listed(ids.flow.hubId)).toEqual(["1", "2", "3"]);
});

test("what a person confirms while a list is loaded stays confirmed", async () => {
  await load(["1"], ["1"]);
  const both = await overlapping.runBoth<unknown>(
    () => load(["1"], ["1"]),
    () =>
      db.transaction((tx) =>
        tx
          .update(mappings)
          .set({ confirmedAt: now, confirmedBy: "Ana" })
          .where(and(eq(mappings.environmentId, ids.flow.terminalId), eq(mappings.kind, "series"))),
      ),
  );
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  const [row] = await db
    .select()
    .from(mappings)
    .where(and(eq(mappings.environmentId, ids.flow.terminalId), eq(mappings.kind, "series")));
  expect(row?.confirmedBy).toBe("Ana");
  expect(await proposed()).toEqual(["1"]);
});
