import { afterAll, expect, test } from "vitest";
import { productCategories, productPrices, products, productStock } from "../schema/catalogue.ts";
import { branches } from "../schema/people.ts";
import { makeOrganization, makePerson, makeProfile } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { pageOrganizations } from "./people/organizations.ts";
import { listProducts } from "./products/product-list.ts";
import { pageProfiles } from "./people/profiles.ts";

const database = await createTestDatabase();
afterAll(() => database.close());
const { db } = database;
const everything = { page: 1, pageSize: 100, search: "", sort: null, filters: {} };

async function makeStore(organizationId: number, code: string) {
  const [branch] = await db
    .insert(branches)
    .values({
      organizationId,
      code,
      name: `Loja ${code}`,
      cnpj: completeCnpj(`${String(organizationId).padStart(8, "1")}${code.padStart(4, "0")}`),
      city: "Campinas",
      state: "SP",
    })
    .returning({ id: branches.id });
  return branch!.id;
}

test("counts and sums of a list are each row's own", async () => {
  const [one, two] = [await makeOrganization(database), await makeOrganization(database)];
  const [storeOfOne] = [await makeStore(one, "1"), await makeStore(one, "2")];
  const storeOfTwo = await makeStore(two, "1");
  await makePerson(database, { organizationId: one });
  const profileId = await makeProfile(database, false, ["view"]);
  await makePerson(database, { organizationId: two, profileId });
  await makePerson(database, { organizationId: two, profileId });

  const organizations = (await pageOrganizations(db, everything)).rows;
  expect(organizations.find(({ id }) => id === one)).toMatchObject({
    branches: 2,
    people: 1,
    integrations: 0,
  });
  expect(organizations.find(({ id }) => id === two)).toMatchObject({
    branches: 1,
    people: 2,
    integrations: 0,
  });
  expect((await pageProfiles(db, everything)).rows.find(({ id }) => id === profileId)?.people).toBe(
    2,
  );

  for (const [organizationId, branchId, cents] of [
    [one, storeOfOne!, 500],
    [two, storeOfTwo, 900],
  ] as const) {
    await db.insert(productCategories).values({ organizationId, code: "1", name: "Geral" });
    await db
      .insert(products)
      .values({ organizationId, code: "77", description: "Produto inventado" });
    await db
      .insert(productPrices)
      .values({ organizationId, branchId, productCode: "77", priceCents: cents });
    await db
      .insert(productStock)
      .values({ organizationId, branchId, productCode: "77", quantity: cents / 100 });
  }
  expect((await listProducts(db, one, everything)).rows).toMatchObject([
    { lowestPriceCents: 500, highestPriceCents: 500, stock: 5 },
  ]);
  expect((await listProducts(db, two, everything)).rows).toMatchObject([
    { lowestPriceCents: 900, highestPriceCents: 900, stock: 9 },
  ]);
});
