import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { branches, organizations } from "@/db/schema/people.ts";
import { eq, sql } from "drizzle-orm";
import type { OpenDatabase } from "@/db/client.ts";
import { growDemoSales } from "@/db/seed/grow-demo-sales.ts";
import { writeDemoOrganizations } from "@/db/seed/write-demo-data.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { GridQuery } from "@/lib/core/grid.ts";
import { isCpf } from "@/lib/core/documents.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { REGISTER_LISTS, type RegisterList, type RegisterRows } from "@/lib/core/register-list.ts";
import { createMovementReader } from "@/lib/engine/read-movements.ts";
import { listRegister } from "./list-register.ts";

let database: OpenDatabase;
let client: Actor;
let stranger: Actor;
let branchId: number;
const query: GridQuery = { page: 1, pageSize: 100, search: "", sort: null, filters: {} };

beforeAll(async () => {
  database = await createTestDatabase();
  useDatabase(database);
  await writeDemoOrganizations(database.db);
  const [own, other] = await database.db
    .select({ id: organizations.id })
    .from(organizations)
    .orderBy(organizations.id);
  [{ id: branchId }] = (await database.db
    .select({ id: branches.id })
    .from(branches)
    .where(eq(branches.organizationId, own!.id))
    .orderBy(branches.id)) as [{ id: number }];
  // One branch over a few weeks is enough: its history begins where its last sale is.
  for (const table of ["product_prices", "product_stock", "price_zone_branches", "branches"])
    await database.db.execute(
      sql`delete from ${sql.identifier(table)} where ${table === "branches" ? sql`id` : sql`branch_id`} <> ${branchId}`,
    );
  await growDemoSales(database.db, new Date("2026-03-06T12:00:00Z"));
  const person = (organizationId: number): Actor => ({
    personId: 1,
    name: "Ana",
    email: "ana@exemplo.test",
    profileId: 1,
    profileName: "Perfil",
    permissions: new Set(PERMISSIONS),
    organizationId,
    timeZone: "America/Sao_Paulo",
  });
  [client, stranger] = [person(own!.id), person(other!.id)];
});
afterAll(() => database.close());

async function read<List extends RegisterList>(
  actor: Actor,
  list: List,
  change: Partial<GridQuery> = {},
): Promise<{ rows: RegisterRows[List][]; total: number }> {
  const outcome = await listRegister(actor, {
    list,
    query: { ...query, ...change },
    organizationId: null,
  });
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value as { rows: RegisterRows[List][]; total: number };
}

describe.each(REGISTER_LISTS)("%s", (list) => {
  it("shows its own and nobody else's", async () => {
    const { rows, total } = await read(client, list);
    expect(total).toBeGreaterThan(0);
    expect(rows).toHaveLength(Math.min(total, 100));
    const foreign = await read(stranger, list);
    if (list === "clientes" || list === "zonas" || list === "metas")
      expect(JSON.stringify(foreign.rows)).not.toContain(JSON.stringify(rows[0]));
    else expect(foreign.total).toBe(0);
  });

  it("is searched, sorted by each of its columns and paged", async () => {
    const { total } = await read(client, list);
    for (const column of [
      "code",
      "name",
      "city",
      "updatedAt",
      "number",
      "day",
      "branch",
      "supplier",
      "total",
      "key",
      "product",
      "lot",
      "expiresOn",
      "balance",
      "firstDay",
      "lastDay",
      "category",
      "products",
      "goal",
      "constructor",
    ]) {
      expect(
        (await read(client, list, { sort: { column, descending: true }, pageSize: 10 })).total,
      ).toBe(total);
    }
    expect((await read(client, list, { filters: { constructor: ["x"] } })).total).toBe(total);
    expect((await read(client, list, { search: "não há nada assim %_" })).total).toBe(0);
    expect((await read(client, list, { page: 9_999 })).rows).toEqual([]);
  });
});

it("no whole CPF reaches a browser", async () => {
  const { rows } = await read(client, "clientes");
  for (const { document } of rows) {
    expect(document).toMatch(/^\*\*\*\.\d{3}\.\d{3}-\*\*$/);
    expect(isCpf(document)).toBe(false);
  }
});

it("filters by what a column offers", async () => {
  const { total } = await read(client, "clientes");
  const [yes, no] = [
    await read(client, "clientes", { filters: { consent: ["yes"] } }),
    await read(client, "clientes", { filters: { consent: ["no"] } }),
  ];
  expect(yes.total + no.total).toBe(total);
  expect(
    (await read(client, "promocoes", { filters: { kind: ["take_pay"] } })).rows.every(
      ({ kind }) => kind === "take_pay",
    ),
  ).toBe(true);
  expect(
    (await read(client, "receitas", { filters: { kind: ["5"] } })).rows.every(
      ({ kind }) => kind === "5",
    ),
  ).toBe(true);
});

it("shows of each lot what the movement reader has", async () => {
  const shown = new Map<string, number>();
  for (let page = 1; ; page += 1) {
    const { rows } = await read(client, "controlados", { page });
    for (const row of rows)
      shown.set(`${row.substance}/${row.registration}/${row.lot}/${row.unit}`, row.balance);
    if (rows.length < 100) break;
  }
  const booked = new Map<string, number>();
  for await (const lot of createMovementReader(
    database,
    client.organizationId!,
    null,
  ).controlledLots([branchId], "2026-03-06"))
    booked.set(`${lot.substance}/${lot.registration}/${lot.lot}/${lot.unit}`, lot.balance);
  expect(booked.size).toBeGreaterThan(20);
  expect(shown).toEqual(booked);
  // What a medicine became stands beside the boxes of the same lot, and is told apart.
  const transformed = await read(client, "controlados", {
    filters: { substance: ["transformed"] },
  });
  expect(transformed.rows.length).toBeGreaterThan(0);
  expect(new Set(transformed.rows.map(({ id }) => id)).size).toBe(transformed.rows.length);
  expect(
    transformed.rows.every(
      ({ substance, unit, balance, product }) =>
        substance === "transformed" &&
        unit === "1" &&
        balance < 1 &&
        product.startsWith("Alprazolam"),
    ),
  ).toBe(true);
});
