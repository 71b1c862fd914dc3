import { and, eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { saveProductProposals } from "@/db/queries/products/proposals-write.ts";
import { products } from "@/db/schema/catalogue.ts";
import { auditEvents } from "@/db/schema/people.ts";
import { createIntegration, fakeConnector } from "@/e2e/support/engine-fixture.ts";
import { makePerson } from "@/e2e/support/people-fixture.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import type { ProductField } from "@/lib/core/product-field.ts";
import type { Outcome } from "../define-use-case.ts";
import { decideProposals } from "./decide-proposals.ts";
import {
  countProductProposals,
  listProductProposals,
  type ProposalRow,
} from "./list-product-proposals.ts";

const database = await createTestDatabase();
const { db } = database;
useDatabase(database);
afterAll(() => database.close());

const QUERY = { page: 1, pageSize: 100, search: "", sort: null, filters: {} };
let organizationId: number;
let integrationId: number;
let client: Actor;

const must = <Value>(outcome: Outcome<Value>): Value => {
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
};
const propose = (fields: Partial<Record<ProductField, string>>) =>
  saveProductProposals(db, { organizationId, integrationId, id: 1 }, [
    {
      productCode: "1",
      ean: "7891000315507",
      fields: Object.entries(fields).map(([field, value]) => ({
        field: field as ProductField,
        value,
      })),
    },
  ]);
const list = async (filters: Record<string, string[]> = {}): Promise<ProposalRow[]> =>
  must(await listProductProposals(client, { query: { ...QUERY, filters } })).rows;
const product = async () =>
  (
    await db
      .select()
      .from(products)
      .where(and(eq(products.organizationId, organizationId), eq(products.code, "1")))
  )[0]!;
const asRead = (rows: readonly ProposalRow[]) =>
  rows.map(({ integrationId: integration, productCode, field, proposed, current }) => ({
    integrationId: integration,
    productCode,
    field,
    proposed,
    current,
  }));

beforeEach(async () => {
  ({ organizationId, integrationId } = await createIntegration(database, fakeConnector({})));
  client = await makePerson(database, { organizationId, permissions: ["movements"] });
  await db.insert(products).values({
    organizationId,
    code: "1",
    description: "Acido folico",
    brand: "Genérico",
    ncm: "30049099",
  });
});

test("nothing changes until a person accepts, and then exactly the accepted fields", async () => {
  await propose({
    description: "ÁCIDO FÓLICO 5 MG",
    ncm: "30049069",
    brand: "Genérico",
    imageUrl: "https://cdn.cosmos.example/1",
  });
  expect(await product()).toMatchObject({
    description: "Acido folico",
    ncm: "30049099",
    imageUrl: "",
  });
  // What the product has already is no proposal.
  expect((await list()).map(({ field, current, status }) => [field, current, status])).toEqual([
    ["description", "Acido folico", "open"],
    ["imageUrl", "", "open"],
    ["ncm", "30049099", "open"],
  ]);
  const [description, image, ncm] = await list();
  expect(
    must(
      await decideProposals(client, { accept: true, proposals: asRead([description!, image!]) }),
    ),
  ).toEqual({ decided: 2, changed: 0 });
  expect(must(await decideProposals(client, { accept: false, proposals: asRead([ncm!]) }))).toEqual(
    { decided: 1, changed: 0 },
  );
  expect(await product()).toMatchObject({
    description: "ÁCIDO FÓLICO 5 MG",
    ncm: "30049099",
    imageUrl: "https://cdn.cosmos.example/1",
  });
  expect(must(await countProductProposals(client, {}))).toBe(0);
  expect(
    (await list({ status: ["accepted"] })).map(({ field, decidedName }) => [field, decidedName]),
  ).toEqual([
    ["description", client.name],
    ["imageUrl", client.name],
  ]);
  const acts = await db
    .select({ action: auditEvents.action, changes: auditEvents.changes })
    .from(auditEvents)
    .where(eq(auditEvents.organizationId, organizationId))
    .orderBy(auditEvents.id);
  expect(acts.map(({ action }) => action)).toEqual(["decide-proposals", "decide-proposals"]);
  expect(acts[0]?.changes).toEqual([
    { produto: "1", campo: "Descrição", antes: "Acido folico", depois: "ÁCIDO FÓLICO 5 MG" },
    { produto: "1", campo: "Imagem", antes: "", depois: "https://cdn.cosmos.example/1" },
  ]);
});

test("what was refused stays refused until the catalogue says something else", async () => {
  await propose({ ncm: "30049069" });
  must(await decideProposals(client, { accept: false, proposals: asRead(await list()) }));
  await propose({ ncm: "30049069" });
  expect(await list({ status: ["open"] })).toEqual([]);
  await propose({ ncm: "30049061" });
  expect((await list({ status: ["open"] })).map(({ proposed }) => proposed)).toEqual(["30049061"]);
});

test("nobody accepts what they did not read: a changed product or proposal stays open and is counted", async () => {
  await propose({ description: "ÁCIDO FÓLICO", brand: "Serra Azul" });
  const read = asRead(await list());
  await db
    .update(products)
    .set({ brand: "Outra" })
    .where(and(eq(products.organizationId, organizationId), eq(products.code, "1")));
  await propose({ description: "ÁCIDO FÓLICO 5 MG" });
  expect(must(await decideProposals(client, { accept: true, proposals: read }))).toEqual({
    decided: 0,
    changed: 2,
  });
  expect(await product()).toMatchObject({ description: "Acido folico", brand: "Outra" });
  expect(await list({ status: ["open"] })).toHaveLength(2);
  // Two who decide at once: one does.
  const now = asRead(await list({ status: ["open"] }));
  const outcomes = await Promise.all(
    [true, true, false].map((accept) => decideProposals(client, { accept, proposals: now })),
  );
  expect(
    outcomes
      .map(must)
      .map(({ decided }) => decided)
      .toSorted((x, y) => x - y),
  ).toEqual([0, 0, 2]);
});
