import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "@/db/client.ts";
import { makeIntegration } from "@/e2e/support/make-integration.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import type { SaleLineRow } from "@/lib/core/movement.ts";
import { createMovementReader } from "./read-movements.ts";

let database: OpenDatabase;
let organizationId: number;
let branchId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ organizationId, branchId } = await makeIntegration(database.db));
});
afterAll(() => database.close());

const period = { first: "2026-05-01", last: "2026-05-03" };
const scope = () => ({ branchIds: [branchId], period });

async function addSale(
  documentKey: string,
  soldAt: string,
  options: {
    day?: string;
    register?: string;
    description?: string;
    lines?: number;
    branch?: number;
  } = {},
): Promise<void> {
  const {
    day = soldAt.slice(0, 10),
    register = "1",
    description = "DIPIRONA",
    lines = 2,
    branch = branchId,
  } = options;
  await database.db.execute(sql`
    with sale as (insert into sales (organization_id, branch_id, kind, document_key, model, number, register, sold_at, day, gross_cents, total_cents)
                  values (${organizationId}, ${branch}, 'sale', ${documentKey}, '65', '1', ${register}, ${soldAt}, ${day}, 1000, 1000) returning organization_id, id),
         paid as (insert into sale_payments (organization_id, sale_id, position, method, amount_cents) select organization_id, id, 1, '17', 1000 from sale)
    insert into sale_lines (organization_id, sale_id, line_number, product_code, description, quantity, unit_price_cents, gross_cents, net_cents, on_offer)
    select organization_id, id, n, 'P' || n, ${description}, 1.25, 400, 500, 500, n = 1 from sale, generate_series(1, ${lines}::int) n`);
}

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
const keys = (rows: SaleLineRow[]) => rows.map((row) => `${row.documentKey}/${row.lineNumber}`);
const connections = async () =>
  (
    await database.db.execute(
      sql`select 1 from pg_stat_activity where application_name = 'enlace-movements' and datname = current_database()`,
    )
  ).length;

test("lines come in order of branch, day, time, sale and line, with every value as it is", async () => {
  const nasty = 'a\tb\\c\nd;e|f\'g "h" São 💊 \\N';
  await addSale("B", "2026-05-02T12:00:00.5Z", { description: nasty });
  await addSale("A", "2026-05-01T23:00:00Z");
  await addSale("C", "2026-05-02T11:00:00Z");
  await addSale("OUT", "2026-05-09T11:00:00Z");
  const rows = await all(createMovementReader(database, organizationId, null).saleLines(scope()));
  expect(keys(rows)).toEqual(["A/1", "A/2", "C/1", "C/2", "B/1", "B/2"]);
  expect(rows[4]).toMatchObject({
    branchId,
    kind: "sale",
    description: nasty,
    soldAt: new Date("2026-05-02T12:00:00.5Z"),
    day: "2026-05-02",
    quantity: 1.25,
    netCents: 500,
    onOffer: true,
    ean: "",
    lineNumber: 1,
  });
  expect(typeof rows[0]?.saleId).toBe("number");
});

test("sales come whole, of one till when asked", async () => {
  await addSale("T2", "2026-05-03T10:00:00Z", { register: "2", lines: 3 });
  const reader = createMovementReader(database, organizationId, null);
  const sales = await all(reader.sales(scope()));
  expect(
    sales.map(({ documentKey, lines, payments }) => [documentKey, lines.length, payments.length]),
  ).toEqual([
    ["A", 2, 1],
    ["C", 2, 1],
    ["B", 2, 1],
    ["T2", 3, 1],
  ]);
  expect(sales[0]).toMatchObject({
    day: "2026-05-01",
    totalCents: 1000,
    lines: [{ lineNumber: 1 }, { lineNumber: 2 }],
    payments: [{ method: "17", amountCents: 1000 }],
  });
  expect(
    (await all(reader.sales({ ...scope(), register: "2" }))).map(({ documentKey }) => documentKey),
  ).toEqual(["T2"]);
  expect(
    [...(await reader.salesByKey(branchId, ["T2", "OUT", "nobody's"])).values()].sort((a, b) =>
      a.day.localeCompare(b.day),
    ),
  ).toEqual([
    { documentKey: "T2", number: "1", register: "2", day: "2026-05-03" },
    { documentKey: "OUT", number: "1", register: "1", day: "2026-05-09" },
  ]);
  expect((await reader.salesByKey(branchId + 1, ["T2"])).size).toBe(0);
});

test("a snapshot shows the same again, whatever was written since; without one the first read fixes it", async () => {
  const [row] = await database.db.execute<{ snapshot: string }>(
    sql`select pg_current_snapshot()::text as snapshot`,
  );
  const fixed = createMovementReader(database, organizationId, row?.snapshot ?? "");
  const own = createMovementReader(database, organizationId, null);
  const before = keys(await all(own.saleLines(scope())));
  await addSale("LATE", "2026-05-01T01:00:00Z");
  expect(keys(await all(fixed.saleLines(scope())))).toEqual(before);
  expect(keys(await all(own.saleLines(scope())))).toEqual(before);
  expect((await all(fixed.sales(scope()))).map(({ documentKey }) => documentKey)).not.toContain(
    "LATE",
  );
  expect(
    keys(await all(createMovementReader(database, organizationId, null).saleLines(scope()))),
  ).toContain("LATE/1");
});

test("catalogue, prices and stock", async () => {
  await database.db.execute(
    sql`insert into products (organization_id, code, description, eans) select ${organizationId}, 'P' || lpad(n::text, 5, '0'), 'Produto', array['789', '790'] from generate_series(1, 2500) n`,
  );
  await database.db.execute(
    sql`insert into product_prices (organization_id, branch_id, product_code, price_cents) values (${organizationId}, ${branchId}, 'P00001', 999)`,
  );
  await database.db.execute(
    sql`insert into product_stock (organization_id, branch_id, product_code, quantity) values (${organizationId}, ${branchId}, 'P00001', 2.5), (${organizationId}, ${branchId}, 'X', 1)`,
  );
  const reader = createMovementReader(database, organizationId, null);
  const products = await all(reader.products());
  expect(products).toHaveLength(2500);
  expect(products[2499]).toMatchObject({
    code: "P02500",
    eans: ["789", "790"],
    pmcCents: null,
    packQuantity: 1,
    active: true,
  });
  expect(await all(reader.prices([branchId]))).toMatchObject([
    { branchId, productCode: "P00001", priceCents: 999, promotionCents: null },
  ]);
  expect(await all(reader.stock([branchId]))).toMatchObject([
    { productCode: "P00001", ean: "789", quantity: 2.5 },
    { productCode: "X", ean: "", quantity: 1 },
  ]);
  expect(await all(reader.categories())).toEqual([]);
  expect(await all(reader.suppliers())).toEqual([]);
});

test("many small streams share a connection; one left early is cut", async () => {
  const reader = createMovementReader(database, organizationId, null);
  for (let turn = 0; turn < 20; turn += 1) await all(reader.saleLines(scope()));
  expect(await connections()).toBeLessThanOrEqual(12);
  const opened = await connections();
  for await (const line of reader.saleLines(scope())) {
    expect(line.documentKey).toBeTruthy();
    break;
  }
  for await (const sale of reader.sales(scope())) {
    expect(sale.lines.length).toBeGreaterThan(0);
    break;
  }
  await expect.poll(connections).toBeLessThan(opened);
  expect(await all(reader.saleLines(scope()))).not.toHaveLength(0);
});

test("an abort ends a stream with its own reason and closes every connection", async () => {
  const controller = new AbortController();
  const reader = createMovementReader(database, organizationId, null, controller.signal);
  const before = await connections();
  await expect(async () => {
    for await (const line of reader.saleLines({
      branchIds: [branchId, branchId, branchId],
      period,
    })) {
      if (line.lineNumber > 0) controller.abort(new Error("cancelada"));
    }
  }).rejects.toThrow("cancelada");
  await expect.poll(connections).toBeLessThanOrEqual(before);
  await expect(all(reader.products())).rejects.toThrow("cancelada");
});

test("days and numbers only: nothing else gets into the text of a COPY", async () => {
  const reader = createMovementReader(database, organizationId, null);
  await expect(
    all(
      reader.saleLines({
        branchIds: [1],
        period: { first: "2026-05-01' or true --", last: "2026-05-01" },
      }),
    ),
  ).rejects.toThrow(TypeError);
  await expect(all(reader.saleLines({ branchIds: [Number.NaN], period }))).rejects.toThrow(
    TypeError,
  );
});

test("150,000 long lines pass through a process that has no room for them", async () => {
  await database.db.execute(sql`
    with sale as (insert into sales (organization_id, branch_id, kind, document_key, model, number, sold_at, day, gross_cents, total_cents)
                  select ${organizationId}, ${branchId}, 'sale', 'BIG' || n, '65', n::text, '2026-06-01T12:00:00Z', '2026-06-01', 0, 0 from generate_series(1, 1500) n returning organization_id, id)
    insert into sale_lines (organization_id, sale_id, line_number, product_code, description, quantity, unit_price_cents, gross_cents, net_cents)
    select organization_id, id, n, 'P' || n, repeat('descrição ', 40), 1, 1, 1, 1 from sale, generate_series(1, 100) n`);
  const script = path.join(import.meta.dirname, "../../e2e/support/count-sale-lines.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--max-old-space-size=40",
    "--import",
    "tsx",
    script,
    database.url,
    String(organizationId),
    String(branchId),
    "2026-06-01",
  ]);
  expect(JSON.parse(stdout)).toEqual({ lines: 150_000 });
}, 120_000);

test("fields done without come empty or 0, and the others as they are", async () => {
  const reader = createMovementReader(database, organizationId, null);
  const [whole, lean] = [
    await all(reader.saleLines(scope())),
    await all(
      reader.saleLines({ ...scope(), without: ["description", "netCents", "documentKey"] }),
    ),
  ];
  expect(whole.some(({ netCents, documentKey }) => netCents !== 0 && documentKey !== "")).toBe(
    true,
  );
  expect(lean).toEqual(
    whole.map((row) => ({ ...row, description: "", netCents: 0, documentKey: "" })),
  );
});
