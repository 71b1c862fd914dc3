import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import {
  categoryGoals,
  controlledLines,
  controlledMovements,
  customers,
  prescriptions,
  priceZoneBranches,
  priceZones,
  promotions,
} from "@/db/schema/partner-movements.ts";
import { suppliers } from "@/db/schema/catalogue.ts";
import { purchaseLines, purchases } from "@/db/schema/purchases.ts";
import { sales } from "@/db/schema/sales.ts";
import { organizations } from "@/db/schema/people.ts";
import { makeIntegration } from "@/e2e/support/make-integration.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { createMovementReader } from "./read-movements.ts";

let database: OpenDatabase;
let organizationId: number;
let branchId: number;
let strangers: number;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ organizationId, branchId } = await makeIntegration(database.db));
  const [other] = await database.db
    .insert(organizations)
    .values({ name: "Outro Cliente" })
    .returning({ id: organizations.id });
  strangers = other!.id;
});
afterAll(() => database.close());

const scope = () => ({
  branchIds: [branchId],
  period: { first: "2026-05-01", last: "2026-05-31" },
});
const reader = (snapshot: string | null = null) =>
  createMovementReader(database, organizationId, snapshot);
const snapshotNow = async () =>
  (
    await database.db.execute<{ snapshot: string }>(
      sql`select pg_current_snapshot()::text as snapshot`,
    )
  )[0]?.snapshot ?? "";

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

type Movement = Partial<typeof controlledMovements.$inferInsert> & {
  key: string;
  kind: typeof controlledMovements.$inferInsert.kind;
  day: string;
};
type Line = Partial<typeof controlledLines.$inferInsert> & { quantity: number };

async function addControlled(movement: Movement, ...lines: Line[]): Promise<void> {
  const [row] = await database.db
    .insert(controlledMovements)
    .values({ organizationId, branchId, ...movement })
    .returning({ id: controlledMovements.id });
  if (lines.length > 0)
    await database.db.insert(controlledLines).values(
      lines.map((line, index) => ({
        organizationId,
        movementId: row!.id,
        lineNumber: index + 1,
        registration: "1000000030011",
        lot: "L1",
        unit: "1",
        ...line,
      })),
    );
}
const balances = async (day: string) =>
  (await all(reader().controlledLots([branchId], day))).map(({ lot, balance }) => [lot, balance]);

test("customers come as they are now, by code, by change and by document", async () => {
  const at = (day: string) => new Date(`${day}T12:00:00Z`);
  await database.db.insert(customers).values([
    {
      organizationId,
      code: "B",
      document: "52998224725",
      name: "Ana",
      birthDate: "1980-02-29",
      updatedAt: at("2026-05-02"),
    },
    {
      organizationId,
      code: "A",
      document: "11144477735",
      name: "Zé",
      marketingConsent: true,
      consentAt: at("2026-01-01"),
      updatedAt: at("2026-05-01"),
    },
    {
      organizationId,
      code: "C",
      document: "52998224725",
      name: "Ana Maria",
      updatedAt: at("2026-05-03"),
    },
    {
      organizationId: strangers,
      code: "A",
      document: "52998224725",
      name: "De outro cliente",
      updatedAt: at("2026-06-01"),
    },
  ]);
  expect((await all(reader().customers())).map(({ code }) => code)).toEqual(["A", "B", "C"]);
  expect(
    (await all(reader().customers({ updatedSince: at("2026-05-02") }))).map(({ code }) => code),
  ).toEqual(["B", "C"]);
  const found = await reader().customersByDocument([
    "52998224725",
    "11144477735",
    "00000000000",
    "",
  ]);
  expect([...found.keys()].sort()).toEqual(["11144477735", "52998224725"]);
  expect(found.get("52998224725")).toMatchObject({ name: "Ana Maria", birthDate: null });
  expect(found.get("11144477735")).toMatchObject({
    marketingConsent: true,
    consentAt: at("2026-01-01"),
  });
});

test("purchases come with lines, lots and the supplier's code, as they were at the snapshot", async () => {
  await database.db.insert(suppliers).values({
    organizationId,
    code: "S9",
    name: "Distribuidora",
    legalName: "Distribuidora Ltda",
    cnpj: "71300884000101",
  });
  const add = async (documentKey: string, kind: "purchase" | "cancellation") => {
    const [row] = await database.db
      .insert(purchases)
      .values({
        organizationId,
        branchId,
        kind,
        documentKey,
        number: "1",
        supplierCnpj: "71300884000101",
        supplierName: "Distribuidora",
        issuedAt: new Date("2026-05-04T10:00:00Z"),
        day: "2026-05-04",
        totalCents: 1000,
      })
      .returning({ id: purchases.id });
    await database.db.insert(purchaseLines).values({
      organizationId,
      purchaseId: row!.id,
      lineNumber: 1,
      productCode: "P1",
      description: "Dipirona",
      quantity: 2.5,
      unitPriceCents: 400,
      netCents: 1000,
      lot: "F1",
      lots: [{ lot: "F1", quantity: 2.5, manufacturedOn: null, expiresOn: "2027-01-31" }],
      bonus: true,
    });
  };
  await add("NF1", "purchase");
  const before = await snapshotNow();
  await add("NF1", "cancellation");
  expect((await all(reader(before).purchases(scope()))).map(({ kind }) => kind)).toEqual([
    "purchase",
  ]);
  const [first, ...rest] = await all(reader().purchases(scope()));
  expect(first).toMatchObject({
    kind: "purchase",
    supplierCode: "S9",
    day: "2026-05-04",
    totalCents: 1000,
    lines: [{ quantity: 2.5, bonus: true, lots: [{ lot: "F1", expiresOn: "2027-01-31" }] }],
  });
  expect(rest.map(({ kind }) => kind)).toEqual(["cancellation"]);
});

test("controlled movements come with invoice or prescription, and say when they were undone", async () => {
  await database.db.insert(prescriptions).values([
    {
      organizationId,
      branchId,
      key: "R1",
      saleKey: "SALE-1",
      kind: "2",
      notificationNumber: "77",
      issuedOn: "2026-05-09",
      day: "2026-05-10",
      prescriberName: "Inês",
      patientAge: 40,
    },
    {
      organizationId,
      branchId,
      key: "R2",
      saleKey: "SALE-2",
      kind: "1",
      issuedOn: "2026-05-09",
      day: "2026-05-10",
    },
  ]);
  await addControlled({ key: "INV", kind: "inventory", day: "2026-05-08" }, { quantity: 10 });
  await addControlled(
    {
      key: "E1",
      kind: "entry",
      day: "2026-05-09",
      invoiceNumber: "123",
      invoiceOperation: "1",
      invoiceIssuedOn: "2026-05-08",
      originCnpj: "1",
      destinationCnpj: "2",
    },
    { quantity: 5, expiresOn: "2027-10-31" },
    { quantity: 7, lot: "L2" },
  );
  await addControlled(
    { key: "V1", kind: "sale", day: "2026-05-10", prescriptionKey: "R1" },
    { quantity: 2 },
  );
  await addControlled(
    { key: "V2", kind: "sale", day: "2026-05-10", prescriptionKey: "R2" },
    { quantity: 1 },
  );
  await addControlled(
    { key: "X1", kind: "loss", day: "2026-05-11", lossReason: "3" },
    { quantity: 7, lot: "L2" },
  );
  const before = await snapshotNow();
  const head = {
    organizationId,
    branchId,
    documentKey: "SALE-2",
    model: "65",
    number: "1",
    grossCents: 0,
    totalCents: 0,
  };
  await database.db.insert(sales).values({
    ...head,
    kind: "cancellation",
    originalKey: "SALE-2",
    soldAt: new Date("2026-05-12T12:00:00Z"),
    day: "2026-05-12",
  });
  await addControlled({ key: "CX", kind: "cancellation", originalKey: "X1", day: "2026-05-13" });

  const read = await all(reader().controlledMovements(scope()));
  expect(read.map(({ key, cancelledOn }) => [key, cancelledOn])).toEqual([
    ["INV", null],
    ["E1", null],
    ["V1", null],
    ["V2", "2026-05-12"],
    ["X1", "2026-05-13"],
    ["CX", null],
  ]);
  expect(read[1]).toMatchObject({
    invoice: { number: "123", operation: "1", issuedOn: "2026-05-08" },
    prescription: null,
    lines: [
      { lot: "L1", quantity: 5, expiresOn: "2027-10-31" },
      { lot: "L2", quantity: 7, expiresOn: null },
    ],
  });
  expect(read[2]).toMatchObject({
    invoice: null,
    prescription: { key: "R1", notificationNumber: "77", patientAge: 40, issuedOn: "2026-05-09" },
  });
  expect(
    (await all(reader(before).controlledMovements(scope()))).map(({ cancelledOn }) => cancelledOn),
  ).toEqual([null, null, null, null, null]);
  expect((await all(reader().prescriptions(scope()))).map(({ key }) => key)).toEqual(["R1", "R2"]);
});

test("a lot's balance starts at the last count and is of the end of the day asked for", async () => {
  expect(await balances("2026-05-07")).toEqual([]);
  expect(await balances("2026-05-08")).toEqual([["L1", 10]]);
  expect(await balances("2026-05-10")).toEqual([
    ["L1", 12],
    ["L2", 7],
  ]);
  expect(await balances("2026-05-11")).toEqual([["L1", 12]]);
  // The sale of one box was undone on the 12th, the loss on the 13th.
  expect(await balances("2026-05-12")).toEqual([["L1", 13]]);
  expect(await balances("2026-05-13")).toEqual([
    ["L1", 13],
    ["L2", 7],
  ]);
  await addControlled({ key: "INV2", kind: "inventory", day: "2026-05-20" }, { quantity: 3 });
  await addControlled({ key: "V9", kind: "sale", day: "2026-05-21" }, { quantity: 4 });
  expect(await balances("2026-05-20")).toEqual([["L1", 3]]);
  expect(await balances("2026-05-21")).toEqual([["L1", -1]]);
});

test("a transformation moves boxes into a stock of its own, which no count resets", async () => {
  const kept = async (day: string) =>
    (await all(reader().controlledLots([branchId], day)))
      .filter(({ lot }) => ["T1", "FX"].includes(lot))
      .map(({ substance, lot, balance, unit, countedOn }) => [
        substance,
        lot,
        balance,
        unit,
        countedOn,
      ]);
  await addControlled(
    { key: "EI", kind: "entry", substance: "ingredient", day: "2026-06-01" },
    { quantity: 3, registration: "04120", lot: "FX", therapeuticClass: "2" },
  );
  await addControlled(
    { key: "ET", kind: "entry", day: "2026-06-01" },
    { quantity: 5, lot: "T1", productCode: "P9" },
  );
  await addControlled(
    { key: "TR", kind: "transformation", day: "2026-06-02" },
    { quantity: 2, lot: "T1", productCode: "P9", yieldQuantity: 0.03, yieldUnit: "1" },
  );
  await addControlled(
    { key: "VI", kind: "sale", substance: "ingredient", day: "2026-06-02" },
    {
      quantity: 0.6,
      registration: "04120",
      lot: "FX",
      amountEach: 0.02,
      dosageUnit: "2",
      dosages: 30,
    },
  );
  await addControlled(
    { key: "VT", kind: "sale", substance: "transformed", day: "2026-06-03" },
    { quantity: 0.014, lot: "T1", amountEach: 0.0005, dosageUnit: "2", dosages: 28 },
  );
  await addControlled(
    { key: "PT", kind: "loss", substance: "transformed", day: "2026-06-03" },
    { quantity: 0.002, lot: "T1" },
  );
  expect(await kept("2026-06-03")).toEqual([
    ["ingredient", "FX", 2.4, "1", null],
    ["medicine", "T1", 3, "1", "2026-05-20"],
    ["transformed", "T1", 0.014, "1", null],
  ]);
  await addControlled(
    { key: "INV3", kind: "inventory", day: "2026-06-04" },
    { quantity: 3, lot: "T1" },
  );
  expect(await kept("2026-06-04")).toEqual([
    ["ingredient", "FX", 2.4, "1", null],
    ["medicine", "T1", 3, "1", "2026-06-04"],
    ["transformed", "T1", 0.014, "1", null],
  ]);
  await addControlled({ key: "CT", kind: "cancellation", originalKey: "VT", day: "2026-06-05" });
  expect((await kept("2026-06-05")).at(-1)).toEqual(["transformed", "T1", 0.028, "1", null]);
  const read = await all(
    reader().controlledMovements({
      branchIds: [branchId],
      period: { first: "2026-06-02", last: "2026-06-02" },
    }),
  );
  expect(read.map(({ kind, lines }) => [kind, lines[0]])).toEqual([
    [
      "transformation",
      expect.objectContaining({
        quantity: 2,
        yieldQuantity: 0.03,
        yieldUnit: "1",
        amountEach: null,
        dosageUnit: "",
      }),
    ],
    [
      "sale",
      expect.objectContaining({
        quantity: 0.6,
        amountEach: 0.02,
        dosageUnit: "2",
        dosages: 30,
        yieldQuantity: null,
      }),
    ],
  ]);
});

test("a cancellation undoes the kind it names; without one, what came first under the key", async () => {
  await addControlled({ key: "SAME", kind: "loss", day: "2026-07-01" }, { quantity: 1, lot: "K" });
  await addControlled(
    { key: "SAME", kind: "transfer", day: "2026-07-01" },
    { quantity: 2, lot: "K" },
  );
  await addControlled({ key: "SAME", kind: "entry", day: "2026-07-01" }, { quantity: 9, lot: "K" });
  const undone = async () =>
    (
      await all(
        reader().controlledMovements({
          branchIds: [branchId],
          period: { first: "2026-07-01", last: "2026-07-01" },
        }),
      )
    ).map(({ kind, cancelledOn }) => [kind, cancelledOn]);
  await addControlled({
    key: "C-T",
    kind: "cancellation",
    originalKey: "SAME",
    originalKind: "transfer",
    day: "2026-07-02",
  });
  expect(await undone()).toEqual([
    ["loss", null],
    ["transfer", "2026-07-02"],
    ["entry", null],
  ]);
  await addControlled({ key: "C-L", kind: "cancellation", originalKey: "SAME", day: "2026-07-03" });
  expect(await undone()).toEqual([
    ["loss", "2026-07-03"],
    ["transfer", "2026-07-02"],
    ["entry", null],
  ]);
  expect((await balances("2026-07-03")).find(([lot]) => lot === "K")).toEqual(["K", 9]);
});

test("zones with their branches; promotions in force on some day of the period", async () => {
  await database.db.insert(priceZones).values([
    { organizationId, code: "1", name: "Centro" },
    { organizationId, code: "2", name: "Vazia" },
  ]);
  await database.db.insert(priceZoneBranches).values({ organizationId, zoneCode: "1", branchId });
  expect(await all(reader().priceZones())).toEqual([
    { code: "1", name: "Centro", branchIds: [branchId] },
    { code: "2", name: "Vazia", branchIds: [] },
  ]);
  const promotion = {
    organizationId,
    branchId,
    kind: "take_pay" as const,
    productCode: "P1",
    takeQuantity: 3,
    payQuantity: 2,
    discountPercent: 12.5,
  };
  await database.db.insert(promotions).values([
    { ...promotion, code: "A", firstDay: "2026-04-01", lastDay: "2026-05-01" },
    { ...promotion, code: "B", firstDay: "2026-05-31", lastDay: "2026-06-01" },
    { ...promotion, code: "C", firstDay: "2026-06-01", lastDay: "2026-06-02" },
  ]);
  const found = await all(reader().promotions(scope()));
  expect(found.map(({ code }) => code)).toEqual(["A", "B"]);
  expect(found[0]).toMatchObject({
    first: "2026-04-01",
    last: "2026-05-01",
    takeQuantity: 3,
    discountPercent: 12.5,
    ean: "",
  });
});

test("goals by category, the organization's own", async () => {
  expect(await all(reader().categoryGoals())).toEqual([]);
  await database.db.insert(categoryGoals).values([
    { organizationId, categoryCode: "12", media: "Tabloide" },
    { organizationId, categoryCode: "11", goalCents: 12_500_050, competitiveness: "Alta" },
    { organizationId: strangers, categoryCode: "11", goalCents: 1 },
  ]);
  expect(await all(reader().categoryGoals())).toEqual([
    { categoryCode: "11", goalCents: 12_500_050, competitiveness: "Alta", media: "" },
    { categoryCode: "12", goalCents: null, competitiveness: "", media: "Tabloide" },
  ]);
});
