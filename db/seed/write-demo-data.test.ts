import { eq, notInArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "../client.ts";
import { branches } from "../schema/people.ts";
import { startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { createTestDatabase } from "@/e2e/support/test-database.ts";
import { isCpf } from "@/lib/core/documents.ts";
import { makeBranch } from "@/lib/connectors/conformance/fixed-day.ts";
import { openBench } from "@/lib/connectors/conformance/make-context.ts";
import { sngpc } from "@/lib/connectors/sngpc/index.ts";
import { createMovementReader } from "@/lib/engine/read-movements.ts";
import { growDemoSales } from "./grow-demo-sales.ts";
import { writeDemoOrganizations } from "./write-demo-data.ts";

let database: OpenDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await writeDemoOrganizations(database.db);
  // One branch is like the other: the test needs no hundred thousand lines.
  const [first] = await database.db
    .select({ id: branches.id })
    .from(branches)
    .where(eq(branches.code, "1"))
    .orderBy(branches.id)
    .limit(1);
  const others = (await database.db.select({ id: branches.id }).from(branches))
    .map(({ id }) => id)
    .filter((id) => id !== first!.id);
  for (const table of ["product_prices", "product_stock", "price_zone_branches"])
    await database.db.execute(
      sql`delete from ${sql.identifier(table)} where branch_id <> ${first!.id}`,
    );
  await database.db.delete(branches).where(notInArray(branches.id, [first!.id]));
  expect(others.length).toBeGreaterThan(10);
});
afterAll(() => database.close());

const count = async (query: ReturnType<typeof sql>) =>
  Number((await database.db.execute<{ count: string }>(query))[0]?.count);
const totals = () =>
  database.db.execute(
    sql`select (select count(*) from sales)::int as sales, (select count(*) from purchases)::int as purchases, (select count(*) from controlled_movements)::int as movements, (select count(*) from promotions)::int as promotions, (select count(*) from outbound_orders)::int as orders`,
  );

test("the demo's days fit together: payments, lots, prescriptions and customers", async () => {
  expect(await growDemoSales(database.db, new Date("2026-03-06T12:00:00Z"))).toBeGreaterThan(2_000);
  expect(
    await count(
      sql`select count(*) from sales s where total_cents <> (select sum(amount_cents) from sale_payments p where p.sale_id = s.id) or total_cents <> (select sum(net_cents) from sale_lines l where l.sale_id = s.id)`,
    ),
  ).toBe(0);
  expect(
    await count(
      sql`select count(*) from sale_payments where method in ('03', '04') and (nsu = '' or acquirer_cnpj = '' or terminal = '')`,
    ),
  ).toBe(0);
  expect(
    await count(
      sql`select count(*) from sales where customer_document <> '' and customer_document not in (select document from customers)`,
    ),
  ).toBe(0);
  const people = await database.db.execute<{ document: string }>(
    sql`select document from customers`,
  );
  expect(people.filter(({ document }) => !isCpf(document))).toEqual([]);
  // No lot goes below zero on any day, and what is sold under control has its prescription.
  expect(
    await count(sql`
    select count(*) from (
      select sum(change) over (partition by branch_id, substance, registration, lot order by day, change < 0, id) as balance from (
        select m.branch_id, m.substance, l.registration, l.lot, m.day, m.id, case when m.kind in ('inventory', 'entry') then l.quantity else -l.quantity end as change
          from controlled_movements m join controlled_lines l on l.movement_id = m.id
         where m.kind <> 'inventory' or m.day = (select min(day) from controlled_movements)
        union all
        select m.branch_id, 'transformed', l.registration, l.lot, m.day, m.id, l.yield_quantity from controlled_movements m join controlled_lines l on l.movement_id = m.id where m.kind = 'transformation') moved) book where balance < 0`),
  ).toBe(0);
  expect(
    await count(
      sql`select count(*) from controlled_movements m where kind = 'sale' and not exists (select from prescriptions p where p.branch_id = m.branch_id and p.key = m.prescription_key and (p.sale_key <> '') = (m.substance = 'medicine'))`,
    ),
  ).toBe(0);
  expect(
    await count(
      sql`select count(*) from sale_lines l join products p on p.organization_id = l.organization_id and p.code = l.product_code where p.therapeutic_class <> '' and (l.prescription_key = '' or l.lot = '')`,
    ),
  ).toBe(0);
  // Everything that Anvisa has a message for, but transfers, and each of it in the days that a demo sends first.
  expect(
    await database.db.execute(
      sql`select distinct kind, substance from controlled_movements where day between '2026-03-01' and '2026-03-05' and substance <> 'medicine' or kind = 'transformation' and day between '2026-03-01' and '2026-03-05' order by 1, 2`,
    ),
  ).toEqual(
    [
      ["entry", "ingredient"],
      ["loss", "ingredient"],
      ["loss", "transformed"],
      ["sale", "ingredient"],
      ["sale", "transformed"],
      ["transformation", "medicine"],
    ].map(([kind, substance]) => ({ kind, substance })),
  );
  expect(
    await count(
      sql`select count(distinct kind) from controlled_movements where substance = 'medicine'`,
    ),
  ).toBe(5);
  // The account with Anvisa begins at a count of six days ago; what it says is what the book says.
  expect(
    await database.db.execute(
      sql`select distinct day::text from controlled_movements where kind = 'inventory' order by 1`,
    ),
  ).toEqual([{ day: "2025-11-24" }, { day: "2026-02-28" }]);
  // The depot sends to other branches of its own company, never to itself.
  expect(
    await count(
      sql`select count(*) from outbound_orders o where not exists (select from outbound_lines l where l.order_id = o.id) or recipient_cnpj = (select cnpj from branches b where b.id = o.branch_id)`,
    ),
  ).toBe(0);
});

test("Anvisa takes the account from the inventory on, every day of it", async () => {
  const sandbox = await startSandbox({ answerDelay: 1 });
  try {
    const [branch] = await database.db
      .select({ id: branches.id, cnpj: branches.cnpj, organizationId: branches.organizationId })
      .from(branches);
    const send = async (operation: "inventory" | "movements", accepted: string | null) => {
      const lastFiles =
        accepted === null ? {} : { [`inventory:${branch!.id}`]: { day: accepted, waiting: false } };
      const bench = openBench(sngpc, {
        settings: { ...CONNECTOR_USES.sngpc!.settings(sandbox), data_inicio: "" },
        lastFiles,
        period: { first: "2026-03-05", last: "2026-03-05" },
      });
      bench.ctx.branches = [makeBranch({ id: branch!.id, cnpj: branch!.cnpj })];
      bench.ctx.movements = createMovementReader(database, branch!.organizationId, null);
      const files = await bench.prepare(operation);
      for (const file of files) await bench.deliver(operation, file);
      expect(bench.refused).toEqual([]);
      return Promise.all(
        files.map(async ({ name, text }) => [name.replace(/\d{14}_/, ""), await text()] as const),
      );
    };
    expect((await send("inventory", null)).map(([name]) => name)).toEqual([
      "SNGPC_INVENTARIO_20260228.xml",
    ]);
    const files = await send("movements", "2026-02-28");
    expect(files.map(([name]) => name)).toEqual(
      ["01", "02", "03", "04", "05"].map((day) => `SNGPC_202603${day}_202603${day}.xml`),
    );
    for (const element of [
      "entradaInsumos",
      "saidaInsumoVendaAoConsumidor",
      "saidaInsumoPerda",
      "entradaMedicamentoTransformacao",
      "saidaMedicamentoTransformacaoVendaAoConsumidor",
      "saidaMedicamentoTransformacaoPerda",
    ])
      expect(files.map(([, xml]) => xml).join()).toContain(`<${element}>`);
    expect(sandbox.counts("sngpc")).toMatchObject({
      "Inventários validados": 1,
      "Arquivos de movimento validados": 5,
      "Arquivos não validados": 0,
    });
  } finally {
    await sandbox.stop();
  }
});

test("a later start adds the days between and nothing twice", async () => {
  const [before] = await totals();
  expect(await growDemoSales(database.db, new Date("2026-03-06T18:00:00Z"))).toBe(0);
  expect(await totals()).toEqual([before]);
  const grown = await growDemoSales(database.db, new Date("2026-03-08T12:00:00Z"));
  expect(grown).toBeGreaterThan(20);
  expect(grown).toBeLessThan(100);
  expect(
    await count(
      sql`select count(*) from controlled_movements where kind = 'inventory' and substance = 'medicine'`,
    ),
  ).toBe(2);
});
