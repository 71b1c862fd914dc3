import { and, eq, inArray, max, sql } from "drizzle-orm";
import type { Database, Queryable } from "../client.ts";
import { insertPartialRows } from "../queries/insert-rows.ts";
import { outboundLines, outboundOrders } from "../schema/outbound-orders.ts";
import { purchaseLines, purchases } from "../schema/purchases.ts";
import { saleLines, salePayments, sales } from "../schema/sales.ts";
import {
  controlledLines,
  controlledMovements,
  customers,
  prescriptions,
  promotions,
} from "../schema/partner-movements.ts";
import { branches, organizations } from "../schema/people.ts";
import { addDays, type Day, dayInZone, listDays } from "@/lib/core/period.ts";
import { type DayBook, emptyBook } from "./day-book.ts";
import { countShelf, type DemoShelf, openShelf, writeDayBook } from "./demo-book.ts";
import { type DemoProduct, listDemoProducts } from "./demo-catalogue.ts";
import { countRawMaterial, writeCompounding } from "./demo-compounding.ts";
import { listMonthPromotions } from "./demo-offers.ts";
import { DEMO_ORGANIZATIONS, type DemoOrganization } from "./demo-organizations.ts";
import { makeDemoOrders } from "./demo-outbound.ts";
import { type DemoBranch, makeDaySales } from "./demo-sales.ts";

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
    await insertPartialRows(
      tx,
      sales,
      made.map((row) => ({ ...row, id: Number(row.id) + first })),
    );
    await insertPartialRows(
      tx,
      saleLines,
      all.flatMap(({ lines }) => lines).map((row) => ({ ...row, saleId: row.saleId + first })),
    );
    await insertPartialRows(
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
    await insertPartialRows(
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
  await insertPartialRows(
    tx,
    outboundOrders,
    all.flatMap(({ orders }) => orders).map((row) => ({ ...row, id: row.id + first })),
  );
  await insertPartialRows(
    tx,
    outboundLines,
    all.flatMap(({ lines }) => lines).map((row) => ({ ...row, orderId: row.orderId + first })),
  );
}

async function writeBook(tx: Queryable, book: DayBook): Promise<void> {
  const movement = await drawIds(tx, "controlled_movements", book.movements.length);
  const purchase = await drawIds(tx, "purchases", book.purchases.length);
  await insertPartialRows(tx, prescriptions, book.prescriptions);
  await insertPartialRows(
    tx,
    controlledMovements,
    book.movements.map((row) => ({ ...row, id: row.id + movement })),
  );
  await insertPartialRows(
    tx,
    controlledLines,
    book.lines.map((row) => ({ ...row, movementId: row.movementId + movement })),
  );
  await insertPartialRows(
    tx,
    purchases,
    book.purchases.map((row) => ({ ...row, id: row.id + purchase })),
  );
  await insertPartialRows(
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
