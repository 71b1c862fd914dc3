import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { writeAcknowledgement } from "@/db/queries/prices/feeds.ts";
import { productPrices, products } from "@/db/schema/catalogue.ts";
import { apiKeys, auditEvents, branches } from "@/db/schema/people.ts";
import { priceZoneBranches, priceZones } from "@/db/schema/partner-movements.ts";
import { priceSuggestions } from "@/db/schema/proposals.ts";
import { createIntegration, fakeConnector } from "@/e2e/support/engine-fixture.ts";
import { makePerson } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { addDays, dayInZone } from "@/lib/core/period.ts";
import type { Outcome } from "../define-use-case.ts";
import { applyPrices } from "./apply-prices.ts";
import {
  listPriceApplicationLines,
  listPriceApplications,
  readPriceApplication,
} from "./list-price-applications.ts";
import {
  countPriceSuggestions,
  listPriceSuggestions,
  readPriceArea,
} from "./list-price-suggestions.ts";
import { planPrices, type PricePlan } from "./plan-prices.ts";
import { setMaxVariation } from "./set-max-variation.ts";
import { undoPrices } from "./undo-prices.ts";

const database = await createTestDatabase({ max: 12 });
const { db } = database;
useDatabase(database);
afterAll(() => database.close());

const TODAY = dayInZone(new Date(), "America/Sao_Paulo");
const QUERY = { page: 1, pageSize: 100, search: "", sort: null, filters: {} };
let organizationId: number;
let integrationId: number;
let branchIds: number[];
let agent: Actor;
let client: Actor;

const must = <Value>(outcome: Outcome<Value>): Value => {
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
};

beforeAll(async () => {
  agent = await makePerson(database, {
    organizationId: null,
    permissions: PERMISSIONS,
    name: "Ana Suporte",
  });
});

/** A client with a zone of two branches and a third branch outside of it. */
beforeEach(async () => {
  ({ organizationId, integrationId } = await createIntegration(database, fakeConnector({}), {
    branches: 3,
  }));
  branchIds = (
    await db
      .select({ id: branches.id })
      .from(branches)
      .where(eq(branches.organizationId, organizationId))
      .orderBy(branches.id)
  ).map(({ id }) => id);
  await db.insert(priceZones).values({ organizationId, code: "Z1", name: "Centro" });
  await db
    .insert(priceZoneBranches)
    .values(
      branchIds.slice(0, 2).map((branchId) => ({ organizationId, zoneCode: "Z1", branchId })),
    );
  client = await makePerson(database, {
    organizationId,
    permissions: ["view", "prices"],
    name: "Carlos Lima",
  });
});

/** A product with a suggestion; prices and costs are of the zone's branches, in their order. */
async function suggest(
  code: string,
  cents: number,
  options: {
    prices?: Array<number | null>;
    cost?: number;
    pmc?: number | null;
    validTo?: string | null;
    returnedOn?: string;
  } = {},
): Promise<void> {
  const {
    prices = [1_000, 1_000],
    cost = 600,
    pmc = null,
    validTo = null,
    returnedOn = TODAY,
  } = options;
  await db
    .insert(products)
    .values({ organizationId, code, description: `Produto ${code}`, pmcCents: pmc })
    .onConflictDoNothing();
  if (prices.length > 0)
    await db
      .insert(productPrices)
      .values(
        prices.map((priceCents, index) => ({
          organizationId,
          branchId: branchIds[index]!,
          productCode: code,
          priceCents,
          costCents: cost,
        })),
      )
      .onConflictDoNothing();
  await db.insert(priceSuggestions).values({
    organizationId,
    integrationId,
    returnedOn,
    zoneCode: "Z1",
    productCode: code,
    suggestedCents: cents,
    validTo,
    taskId: 1,
  });
}

const scope = () => ({ organizationId, zoneCode: "Z1", first: addDays(TODAY, -3), last: TODAY });
const plan = async (actor: Actor, codes: string[], beyondLimits = false): Promise<PricePlan> =>
  must(await planPrices(actor, { ...scope(), chosen: { codes }, beyondLimits }));
const apply = (actor: Actor, codes: string[], fingerprint: string, beyondLimits = false) =>
  applyPrices(actor, { ...scope(), chosen: { codes }, beyondLimits, fingerprint });
const priceAt = async (code: string, index: number) =>
  (
    await db
      .select({ cents: productPrices.priceCents })
      .from(productPrices)
      .where(
        and(
          eq(productPrices.organizationId, organizationId),
          eq(productPrices.productCode, code),
          eq(productPrices.branchId, branchIds[index]!),
        ),
      )
  )[0]?.cents;

describe("what stands in the way of a suggestion", () => {
  test("is judged against price, cost and ceiling of now, branch by branch", async () => {
    await suggest("ok", 1_100);
    await suggest("pmc", 1_100, { pmc: 1_099 });
    await suggest("at-pmc", 1_100, { pmc: 1_100 });
    await suggest("cost", 900, { cost: 900 });
    await suggest("far-up", 1_201);
    await suggest("edge", 1_200);
    await suggest("far-in-one", 1_100, { prices: [1_000, 1_500] });
    await suggest("equal", 1_000);
    await suggest("equal-in-one", 1_000, { prices: [1_000, 1_050] });
    await suggest("over", 1_100, { validTo: addDays(TODAY, -1) });
    await suggest("nobody", 1_100, { prices: [] });
    await suggest("elsewhere", 1_100, { prices: [] });
    await db.insert(productPrices).values({
      organizationId,
      branchId: branchIds[2]!,
      productCode: "elsewhere",
      priceCents: 1_000,
    });
    const page = must(
      await listPriceSuggestions(client, {
        ...scope(),
        query: { ...QUERY, sort: { column: "code", descending: false } },
      }),
    );
    expect(Object.fromEntries(page.rows.map(({ code, verdict }) => [code, verdict]))).toEqual({
      ok: "ok",
      pmc: "pmc",
      "at-pmc": "ok",
      cost: "cost",
      "far-up": "variation",
      edge: "ok",
      "far-in-one": "variation",
      equal: "equal",
      "equal-in-one": "ok",
      over: "expired",
      nobody: "absent",
      elsewhere: "absent",
    });
    expect(must(await countPriceSuggestions(client, scope()))).toEqual({
      ok: 4,
      pmc: 1,
      cost: 1,
      variation: 2,
      equal: 1,
      expired: 1,
      absent: 2,
    });
  });

  test("a return of more than three days ago is applied only by an explicit choice", async () => {
    await suggest("fresh", 1_100, { returnedOn: addDays(TODAY, -3) });
    await suggest("old", 1_100, { returnedOn: addDays(TODAY, -4) });
    const wide = { ...scope(), first: addDays(TODAY, -10) };
    const rows = must(
      await listPriceSuggestions(client, {
        ...wide,
        query: { ...QUERY, sort: { column: "code", descending: false } },
      }),
    ).rows;
    expect(rows.map(({ code, verdict }) => [code, verdict])).toEqual([
      ["fresh", "ok"],
      ["old", "stale"],
    ]);
    const codes = ["fresh", "old"];
    expect(
      must(await planPrices(client, { ...wide, chosen: { codes }, beyondLimits: true })),
    ).toMatchObject({ products: 1, couldAdd: 0, leftOut: { stale: 1 } });
    expect(must(await planPrices(agent, { ...wide, chosen: { codes } }))).toMatchObject({
      products: 1,
      couldAdd: 1,
    });
    expect(
      must(await planPrices(agent, { ...wide, chosen: { codes }, beyondLimits: true })),
    ).toMatchObject({ products: 2, outside: 1 });
  });

  test("the newest return of the period counts, and the client's own limit", async () => {
    await suggest("a", 1_500, { returnedOn: addDays(TODAY, -1) });
    await suggest("a", 1_300);
    const rows = async () =>
      must(await listPriceSuggestions(client, { ...scope(), query: QUERY })).rows.map(
        ({ suggestedCents, variation, verdict }) => [suggestedCents, variation, verdict],
      );
    expect(await rows()).toEqual([[1_300, 30, "variation"]]);
    must(await setMaxVariation(agent, { organizationId, percent: 30 }));
    expect(await rows()).toEqual([[1_300, 30, "ok"]]);
    expect(await setMaxVariation(client, { percent: 300 })).toMatchObject({
      ok: false,
      problem: { kind: "forbidden" },
    });
  });
});

describe("applying", () => {
  test("changes exactly the planned prices in the zone's branches, and an undo puts them back", async () => {
    await suggest("a", 1_100, { prices: [1_000, 1_050] });
    await suggest("b", 900, { prices: [1_000, null] });
    await db
      .insert(productPrices)
      .values({ organizationId, branchId: branchIds[2]!, productCode: "a", priceCents: 990 });
    const planned = await plan(client, ["a", "b"]);
    expect(planned).toMatchObject({
      zoneName: "Centro",
      products: 2,
      prices: 4,
      branches: 2,
      up: 3,
      down: 1,
      leftOut: {},
      outside: 0,
    });
    expect(await priceAt("a", 0)).toBe(1_000);
    const applied = must(await apply(client, ["a", "b"], planned.fingerprint));
    expect(applied).toMatchObject({ products: 2, prices: 4, branches: 2 });
    expect([
      await priceAt("a", 0),
      await priceAt("a", 1),
      await priceAt("a", 2),
      await priceAt("b", 1),
    ]).toEqual([1_100, 1_100, 990, 900]);

    // Meanwhile somebody sets one of them by hand: that one stays.
    await db
      .update(productPrices)
      .set({ priceCents: 1_234 })
      .where(
        and(
          eq(productPrices.organizationId, organizationId),
          eq(productPrices.productCode, "a"),
          eq(productPrices.branchId, branchIds[1]!),
        ),
      );
    expect(must(await undoPrices(client, { id: applied.id }))).toEqual({ restored: 3, kept: 1 });
    expect([
      await priceAt("a", 0),
      await priceAt("a", 1),
      await priceAt("b", 0),
      await priceAt("b", 1),
    ]).toEqual([1_000, 1_234, 1_000, null]);
    expect(must(await readPriceApplication(client, { id: applied.id }))).toMatchObject({
      status: "partly_undone",
      restored: 3,
      undoneName: "Carlos Lima",
      personName: "Carlos Lima",
    });
    const kept = must(
      await listPriceApplicationLines(client, {
        id: applied.id,
        query: { ...QUERY, filters: { undone: ["changed"] } },
      }),
    );
    expect(kept.rows).toMatchObject([
      {
        productCode: "a",
        previousCents: 1_050,
        newCents: 1_100,
        nowCents: 1_234,
        undone: "changed",
      },
    ]);
    expect(await undoPrices(client, { id: applied.id })).toMatchObject({
      ok: false,
      problem: { kind: "conflict" },
    });
    const acts = await db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(eq(auditEvents.organizationId, organizationId))
      .orderBy(auditEvents.id);
    expect(acts.map(({ action }) => action)).toEqual(["apply-prices", "undo-prices"]);
  });

  test("takes everything a filter leaves, not only what is on the page", async () => {
    for (let number = 0; number < 30; number++) await suggest(`zz${number}`, 1_100);
    await suggest("other", 900);
    const planned = must(
      await planPrices(client, {
        ...scope(),
        chosen: { all: { search: "produto ZZ", filters: { verdict: ["ok"] } } },
      }),
    );
    expect(planned).toMatchObject({ products: 30, prices: 60 });
  });

  test("never goes above the law's maximum, whatever is chosen; beyond the limits only with the permission and an explicit choice", async () => {
    await suggest("pmc", 1_100, { pmc: 1_000 });
    await suggest("cost", 500);
    await suggest("far", 1_900);
    const codes = ["pmc", "cost", "far"];
    expect(await plan(client, codes, true)).toMatchObject({
      prices: 0,
      couldAdd: 0,
      leftOut: { pmc: 1, cost: 1, variation: 1 },
    });
    expect(await plan(agent, codes)).toMatchObject({ prices: 0, couldAdd: 2, outside: 0 });
    const planned = await plan(agent, codes, true);
    expect(planned).toMatchObject({ products: 2, prices: 4, outside: 2, leftOut: { pmc: 1 } });
    expect(await apply(client, codes, planned.fingerprint, true)).toMatchObject({
      ok: false,
      problem: { kind: "forbidden" },
    });
    expect(must(await apply(agent, codes, planned.fingerprint, true))).toMatchObject({ prices: 4 });
    expect(await priceAt("pmc", 0)).toBe(1_000);
  });

  test("above the maximum the database itself refuses", async () => {
    await suggest("pmc", 1_100, { pmc: 1_050 });
    const [made] = await db.execute<{ id: string }>(
      sql`insert into price_applications (organization_id, zone_code, zone_name, products, prices, person_id, person_name) values (${organizationId}, 'Z1', 'Centro', 1, 1, 1, 'x') returning id`,
    );
    const line = (cents: number) =>
      db.execute(
        sql`insert into price_application_lines (organization_id, application_id, branch_id, product_code, new_cents, integration_id, returned_on) values (${organizationId}, ${made!.id}, ${branchIds[0]!}, 'pmc', ${cents}, ${integrationId}, ${TODAY}::date)`,
      );
    await expect(line(1_051)).rejects.toMatchObject({ cause: { code: "EN010" } });
    await line(1_050);
  });

  test("a price that changed since the plan is a conflict, and nothing is applied", async () => {
    await suggest("a", 1_100);
    await suggest("b", 1_100);
    const planned = await plan(client, ["a", "b"]);
    await db
      .update(productPrices)
      .set({ priceCents: 1_010 })
      .where(
        and(
          eq(productPrices.organizationId, organizationId),
          eq(productPrices.productCode, "a"),
          eq(productPrices.branchId, branchIds[0]!),
        ),
      );
    expect(await apply(client, ["a", "b"], planned.fingerprint)).toMatchObject({
      ok: false,
      problem: { kind: "conflict" },
    });
    expect([await priceAt("a", 0), await priceAt("b", 0)]).toEqual([1_010, 1_000]);
  });

  test("of many who apply the same plan at once exactly one does", async () => {
    for (const code of ["a", "b", "c"]) await suggest(code, 1_100);
    const planned = await plan(client, ["a", "b", "c"]);
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        apply(index % 2 ? client : agent, ["a", "b", "c"], planned.fingerprint),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    for (const outcome of outcomes) if (!outcome.ok) expect(outcome.problem.kind).toBe("conflict");
    const undone = await Promise.all(
      outcomes.flatMap((outcome) =>
        outcome.ok ? [1, 2, 3].map(() => undoPrices(client, { id: outcome.value.id })) : [],
      ),
    );
    expect(undone.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await priceAt("a", 0)).toBe(1_000);
  });

  test("whether the ERP has what was done is told for each key that may fetch it", async () => {
    await suggest("a", 1_100);
    const state = async (id: number) => must(await readPriceApplication(client, { id })).fetched;
    const { id } = must(await apply(client, ["a"], (await plan(client, ["a"])).fingerprint));
    expect(await state(id)).toEqual({ by: [], waiting: [] });
    expect(must(await readPriceArea(client, {})).erpKeys).toBe(0);
    const addKey = async (name: string, change: Partial<typeof apiKeys.$inferInsert> = {}) =>
      (
        await db
          .insert(apiKeys)
          .values({
            organizationId,
            name,
            prefix: "enl_",
            hash: randomUUID(),
            rights: ["readPrices"],
            ...change,
          })
          .returning({ id: apiKeys.id })
      )[0]!.id;
    const first = await addKey("ERP matriz");
    const second = await addKey("ERP loja");
    await addKey("Só envia", { rights: ["send"] });
    await addKey("Vencida", { expiresAt: new Date(Date.now() - 1_000) });
    expect(must(await readPriceArea(client, {})).erpKeys).toBe(2);
    expect(await state(id)).toEqual({ by: [], waiting: ["ERP matriz", "ERP loja"] });
    const fetch = (keyId: number, number: number, at: string) =>
      writeAcknowledgement(db, { organizationId, keyId, feed: "prices" }, number, new Date(at));
    await fetch(first, 1, "2026-11-25T17:02:00Z");
    // Half of an application is not the application.
    expect(await state(id)).toEqual({ by: [], waiting: ["ERP matriz", "ERP loja"] });
    await fetch(first, 2, "2026-11-25T17:03:00Z");
    expect(await state(id)).toEqual({
      by: [{ key: "ERP matriz", at: "2026-11-25T17:03:00.000Z" }],
      waiting: ["ERP loja"],
    });
    await fetch(second, 2, "2026-11-25T17:04:00Z");
    await fetch(first, 2, "2026-11-25T18:00:00Z");
    expect(await state(id)).toMatchObject({
      by: [{ at: "2026-11-25T17:03:00.000Z" }, { at: "2026-11-25T17:04:00.000Z" }],
      waiting: [],
    });
    // Back at the old prices, the ERP has to fetch again; a key that is gone owes nothing.
    must(await undoPrices(client, { id }));
    expect(await state(id)).toEqual({ by: [], waiting: ["ERP matriz", "ERP loja"] });
    await fetch(first, 4, "2026-11-25T19:00:00Z");
    await db.update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.id, second));
    expect(await state(id)).toEqual({
      by: [{ key: "ERP matriz", at: "2026-11-25T19:00:00.000Z" }],
      waiting: [],
    });
    expect(
      must(await listPriceApplications(client, { query: QUERY })).rows.map(
        ({ fetched }) => fetched.waiting,
      ),
    ).toEqual([[]]);
  });

  test("another client's zone, prices and applications are not there", async () => {
    await suggest("a", 1_100);
    const planned = await plan(client, ["a"]);
    const stranger = await makePerson(database, {
      organizationId: (await createIntegration(database, fakeConnector({}))).organizationId,
      permissions: ["prices"],
    });
    expect(
      await planPrices(stranger, { ...scope(), organizationId: null, chosen: { codes: ["a"] } }),
    ).toMatchObject({ ok: false, problem: { kind: "not_found" } });
    const applied = must(await apply(client, ["a"], planned.fingerprint));
    expect(await undoPrices(stranger, { id: applied.id })).toMatchObject({
      ok: false,
      problem: { kind: "not_found" },
    });
    expect(await priceAt("a", 0)).toBe(1_100);
  });
});
