import { and, eq, inArray, max, sql } from "drizzle-orm";
import type { Database, Queryable } from "../client.ts";
import { outboundLines, outboundOrders } from "../schema/outbound-orders.ts";
import {
  productCategories,
  productPrices,
  products,
  productStock,
  suppliers,
} from "../schema/catalogue.ts";
import { purchaseLines, purchases } from "../schema/purchases.ts";
import { saleLines, salePayments, sales } from "../schema/sales.ts";
import {
  categoryGoals,
  controlledLines,
  controlledMovements,
  customers,
  prescriptions,
  priceZoneBranches,
  priceZones,
  promotions,
} from "../schema/partner-movements.ts";
import { branches, organizations } from "../schema/people.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { addDays, type Day, dayInZone, listDays } from "@/lib/core/period.ts";
import { type DayBook, emptyBook } from "./day-book.ts";
import { countShelf, type DemoShelf, openShelf, writeDayBook } from "./demo-book.ts";
import { DEMO_CATEGORIES, type DemoProduct, listDemoProducts } from "./demo-catalogue.ts";
import { countRawMaterial, writeCompounding } from "./demo-compounding.ts";
import { listDemoGoals } from "./demo-goals.ts";
import { listMonthPromotions } from "./demo-offers.ts";
import { branchCnpj, DEMO_ORGANIZATIONS, type DemoOrganization } from "./demo-organizations.ts";
import { makeDemoOrders } from "./demo-outbound.ts";
import { listDemoCustomers } from "./demo-people.ts";
import { type DemoBranch, makeDaySales } from "./demo-sales.ts";
import { insertRows } from "./insert-rows.ts";
import { randomStream } from "./random-stream.ts";

const FISCAL_STATE: Record<string, string> = { SP: "35", AM: "13", PE: "26" };
const UTC_OFFSET: Record<string, number> = {
  "America/Sao_Paulo": 3,
  "America/Manaus": 4,
  "America/Recife": 3,
};
/** How far back the demo's sales reach. */
const HISTORY_DAYS = 100;
/**
 * So many days before the first start every branch counted its controlled products: the account
 * with Anvisa begins there.
 */
const COUNTED_DAYS = 6;
const AREA_CODE: Record<string, string> = { SP: "19", AM: "92", PE: "81" };

/** Organizations with their branches, catalogue, prices and stock. */
export async function writeDemoOrganizations(db: Database): Promise<void> {
  for (const demo of DEMO_ORGANIZATIONS) {
    const [organization] = await db
      .insert(organizations)
      .values({ name: demo.name, timeZone: demo.timeZone })
      .returning({ id: organizations.id });
    if (!organization) throw new Error(`could not make ${demo.name}`);
    const made = await db
      .insert(branches)
      .values(
        demo.branches.map(([name, city, state, street], index) => ({
          organizationId: organization.id,
          code: String(index + 1),
          name,
          cnpj: branchCnpj(demo.cnpjRoot, index + 1),
          street,
          streetNumber: String(100 + index * 37),
          district: "Centro",
          city,
          state,
          postalCode: String(13_000_000 + index * 1_150),
        })),
      )
      .returning({ id: branches.id });
    const branchIds = made.map((branch) => branch.id);
    await writeCatalogue(db, organization.id, branchIds);
    const [, city, state] = demo.branches[0] ?? ["", "Campinas", "SP"];
    await insertRows(
      db,
      customers,
      listDemoCustomers(
        DEMO_ORGANIZATIONS.indexOf(demo),
        city,
        state,
        AREA_CODE[state] ?? "11",
      ).map((customer) => ({ organizationId: organization.id, ...customer })),
    );
    await writeZones(db, organization.id, branchIds);
  }
}

/** The first half of the branches is the centre, the rest the districts: prices differ by zone, not by shop. */
async function writeZones(
  db: Database,
  organizationId: number,
  branchIds: readonly number[],
): Promise<void> {
  await db.insert(priceZones).values([
    { organizationId, code: "1", name: "Centro" },
    { organizationId, code: "2", name: "Bairros" },
  ]);
  await db.insert(priceZoneBranches).values(
    branchIds.map((branchId, index) => ({
      organizationId,
      branchId,
      zoneCode: index < branchIds.length / 2 ? "1" : "2",
    })),
  );
}

async function writeCatalogue(
  db: Database,
  organizationId: number,
  branchIds: number[],
): Promise<void> {
  const catalogue = listDemoProducts();
  await db
    .insert(productCategories)
    .values(DEMO_CATEGORIES.map((category) => ({ organizationId, ...category })));
  await db.insert(categoryGoals).values(listDemoGoals(organizationId));
  await db.insert(suppliers).values(
    [
      "Distribuidora Planalto",
      "Laboratório Serra Azul",
      "Atacado Farma Sul",
      "Cosméticos Horizonte",
    ].map((name, index) => ({
      organizationId,
      code: String(index + 1),
      name,
      legalName: `${name} Ltda`,
      cnpj: completeCnpj(`7130${index}8840001`),
      city: "Campinas",
      state: "SP",
      street: "Rodovia das Flores",
      streetNumber: String(10 + index),
      postalCode: "13100000",
    })),
  );
  await db.insert(products).values(
    catalogue.map(({ ean, priceCents: _price, costCents: _cost, ...product }) => ({
      organizationId,
      ...product,
      eans: [ean],
    })),
  );
  for (const branchId of branchIds) {
    const random = randomStream(branchId * 31);
    await db.insert(productPrices).values(
      catalogue.map(({ code, priceCents, costCents }) => ({
        organizationId,
        branchId,
        productCode: code,
        priceCents,
        costCents,
        promotionCents: random() < 0.12 ? Math.round(priceCents * 0.9) : null,
      })),
    );
    await db.insert(productStock).values(
      catalogue.map(({ code }) => ({
        organizationId,
        branchId,
        productCode: code,
        quantity: Math.floor(random() * 40),
        dailyAverage: Math.round(random() * 30) / 10,
      })),
    );
  }
}

/**
 * Sales, purchases, the controlled book and promotions of every demo branch up to yesterday: what
 * is missing is added, so that a demo started tomorrow has tomorrow's data.
 */
export async function growDemoSales(db: Database, now: Date): Promise<number> {
  let written = 0;
  for (const demo of DEMO_ORGANIZATIONS) {
    const [organization] = await db
      .select()
      .from(organizations)
      .where(eq(organizations.name, demo.name));
    if (!organization) continue;
    const yesterday = addDays(dayInZone(now, demo.timeZone), -1);
    const documents = (
      await db
        .select({ document: customers.document })
        .from(customers)
        .where(eq(customers.organizationId, organization.id))
        .orderBy(customers.code)
    ).map(({ document }) => document);
    for (const branch of await db
      .select()
      .from(branches)
      .where(eq(branches.organizationId, organization.id))) {
      const [{ last } = { last: null }] = await db
        .select({ last: max(sales.day) })
        .from(sales)
        .where(and(eq(sales.organizationId, organization.id), eq(sales.branchId, branch.id)));
      const first = last ? addDays(last, 1) : addDays(yesterday, -HISTORY_DAYS);
      if (first > yesterday) continue;
      written += await writeBranchDays(
        db,
        demo,
        branch,
        documents,
        listDays({ first, last: yesterday }),
      );
    }
  }
  // The database would see to it within a minute; until then it would plan as if the tables were empty.
  if (written > 0) await db.execute(sql`analyze`);
  return written;
}

async function writeBranchDays(
  db: Database,
  demo: DemoOrganization,
  branch: typeof branches.$inferSelect,
  documents: readonly string[],
  days: Day[],
): Promise<number> {
  const catalogue = listDemoProducts();
  const byCode = new Map(catalogue.map((product) => [product.code, product]));
  const organizationId = branch.organizationId;
  const place: DemoBranch = {
    id: branch.id,
    cnpj: branch.cnpj,
    state: branch.state,
    stateCode: FISCAL_STATE[branch.state] ?? "35",
    utcOffsetHours: UTC_OFFSET[demo.timeZone] ?? 3,
  };
  const book = emptyBook();
  const known = await readShelf(db, organizationId, branch.id);
  const opened = known?.opened ?? addDays(days[0]!, -1);
  const shelf = known?.shelf ?? openShelf(book, organizationId, place, opened, catalogue);
  let id = 0;
  const all = days.map((day) => {
    const made = makeDaySales(
      organizationId,
      place,
      day,
      demo.dailySales,
      catalogue,
      documents,
      () => id++,
    );
    writeDayBook(book, organizationId, place, day, made, byCode, shelf);
    if (branch.code === "1")
      writeCompounding(book, organizationId, place, day, opened, byCode, shelf);
    if (!known && day === days.at(-COUNTED_DAYS)) {
      countShelf(book, organizationId, place, day, byCode, shelf);
      if (branch.code === "1") countRawMaterial(book, organizationId, place, day);
    }
    return made;
  });
  await db.transaction(async (tx) => {
    const first = await drawIds(tx, "sales", id);
    const made = all.flatMap(({ sales: rows }) => rows);
    await insertRows(
      tx,
      sales,
      made.map((row) => ({ ...row, id: Number(row.id) + first })),
    );
    await insertRows(
      tx,
      saleLines,
      all.flatMap(({ lines }) => lines).map((row) => ({ ...row, saleId: row.saleId + first })),
    );
    await insertRows(
      tx,
      salePayments,
      all
        .flatMap(({ payments }) => payments)
        .map((row) => ({ ...row, saleId: row.saleId + first })),
    );
    await writeBook(tx, book);
    if (branch.code === "1") await writeOrders(tx, demo, place, organizationId, days, catalogue);
    const months = [...new Set(days.slice(-62).map((day) => `${day.slice(0, 7)}-01`))];
    const offers = months.flatMap((month) =>
      listMonthPromotions(organizationId, branch.id, month, catalogue),
    );
    const listed = new Set(
      (
        await tx
          .select({ code: promotions.code })
          .from(promotions)
          .where(
            and(
              eq(promotions.organizationId, organizationId),
              eq(promotions.branchId, branch.id),
              inArray(
                promotions.code,
                offers.map(({ code }) => code),
              ),
            ),
          )
      ).map(({ code }) => code),
    );
    await insertRows(
      tx,
      promotions,
      offers.filter(({ code }) => !listed.has(code)),
    );
  });
  return all.reduce((count, made) => count + made.sales.length, 0);
}

/** The first branch is the head office and its depot. */
async function writeOrders(
  tx: Queryable,
  demo: DemoOrganization,
  depot: DemoBranch,
  organizationId: number,
  days: readonly Day[],
  catalogue: readonly DemoProduct[],
): Promise<void> {
  let id = 0;
  const all = days.map((day) =>
    makeDemoOrders(demo, organizationId, depot, day, catalogue, () => id++),
  );
  const first = await drawIds(tx, "outbound_orders", id);
  await insertRows(
    tx,
    outboundOrders,
    all.flatMap(({ orders }) => orders).map((row) => ({ ...row, id: row.id + first })),
  );
  await insertRows(
    tx,
    outboundLines,
    all.flatMap(({ lines }) => lines).map((row) => ({ ...row, orderId: row.orderId + first })),
  );
}

async function writeBook(tx: Queryable, book: DayBook): Promise<void> {
  const movement = await drawIds(tx, "controlled_movements", book.movements.length);
  const purchase = await drawIds(tx, "purchases", book.purchases.length);
  await insertRows(tx, prescriptions, book.prescriptions);
  await insertRows(
    tx,
    controlledMovements,
    book.movements.map((row) => ({ ...row, id: row.id + movement })),
  );
  await insertRows(
    tx,
    controlledLines,
    book.lines.map((row) => ({ ...row, movementId: row.movementId + movement })),
  );
  await insertRows(
    tx,
    purchases,
    book.purchases.map((row) => ({ ...row, id: row.id + purchase })),
  );
  await insertRows(
    tx,
    purchaseLines,
    book.purchaseLines.map((row) => ({ ...row, purchaseId: row.purchaseId + purchase })),
  );
}

/** Numbers are drawn from the identity's own sequence in one go, so that nothing else is ever given the same ones. */
async function drawIds(tx: Queryable, table: string, count: number): Promise<number> {
  const [drawn] = await tx.execute<{ first: string | null }>(
    sql`select min(nextval(pg_get_serial_sequence(${table}, 'id'))) as first from generate_series(1, ${count})`,
  );
  return Number(drawn?.first ?? 0);
}

/** What the branch's shelf has by its book, and the day it was opened; null when it was not opened yet. */
async function readShelf(
  db: Database,
  organizationId: number,
  branchId: number,
): Promise<{ shelf: DemoShelf; opened: Day } | null> {
  // A later count found what the book said: only the one that opened it brings anything.
  const rows = await db.execute<{
    product_code: string;
    lot: string;
    expires_on: string;
    left: string;
    opened: Day;
  }>(sql`
    with opening as (select min(day) as day from controlled_movements where organization_id = ${organizationId} and branch_id = ${branchId})
    select l.product_code, l.lot, max(l.expires_on)::text as expires_on, sum(case when m.kind in ('inventory', 'entry') then l.quantity else -l.quantity end) as left, (select day from opening)::text as opened
      from controlled_movements m join controlled_lines l on l.organization_id = m.organization_id and l.movement_id = m.id
     where m.organization_id = ${organizationId} and m.branch_id = ${branchId} and m.substance = 'medicine' and (m.kind <> 'inventory' or m.day = (select day from opening)) group by 1, 2 order by 1, 3, 2`);
  const [first] = rows;
  if (!first) return null;
  const shelf: DemoShelf = new Map();
  for (const row of rows)
    shelf.set(row.product_code, [
      ...(shelf.get(row.product_code) ?? []),
      { lot: row.lot, left: Number(row.left), expiresOn: row.expires_on },
    ]);
  return { shelf, opened: first.opened };
}
