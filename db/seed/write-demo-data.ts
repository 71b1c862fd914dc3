import { and, eq, max, sql } from "drizzle-orm";
import type { Database } from "@/db/client.ts";
import { productCategories, productPrices, products, productStock, saleLines, salePayments, sales, suppliers } from "@/db/schema/movements.ts";
import { branches, organizations } from "@/db/schema/people.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { addDays, type Day, dayInZone, listDays } from "@/lib/core/period.ts";
import { DEMO_CATEGORIES, listDemoProducts } from "./demo-catalogue.ts";
import { branchCnpj, DEMO_ORGANIZATIONS, type DemoOrganization } from "./demo-organizations.ts";
import { makeDaySales, randomStream } from "./demo-sales.ts";

const FISCAL_STATE: Record<string, string> = { SP: "35", AM: "13", PE: "26" };
const UTC_OFFSET: Record<string, number> = { "America/Sao_Paulo": 3, "America/Manaus": 4, "America/Recife": 3 };
/** How far back the demo's sales reach. */
const HISTORY_DAYS = 100;
const CHUNK = 2_000;

/** Organizations with their branches, catalogue, prices and stock. */
export async function writeDemoOrganizations(db: Database): Promise<void> {
  for (const demo of DEMO_ORGANIZATIONS) {
    const [organization] = await db.insert(organizations).values({ name: demo.name, timeZone: demo.timeZone }).returning({ id: organizations.id });
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
    await writeCatalogue(db, organization.id, made.map((branch) => branch.id));
  }
}

async function writeCatalogue(db: Database, organizationId: number, branchIds: number[]): Promise<void> {
  const catalogue = listDemoProducts();
  await db.insert(productCategories).values(DEMO_CATEGORIES.map((category) => ({ organizationId, ...category })));
  await db.insert(suppliers).values(
    ["Distribuidora Planalto", "Laboratório Serra Azul", "Atacado Farma Sul", "Cosméticos Horizonte"].map((name, index) => ({
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
  await db.insert(products).values(catalogue.map(({ ean, priceCents: _price, costCents: _cost, ...product }) => ({ organizationId, ...product, eans: [ean] })));
  for (const branchId of branchIds) {
    const random = randomStream(branchId * 31);
    await db.insert(productPrices).values(
      catalogue.map(({ code, priceCents, costCents }) => ({ organizationId, branchId, productCode: code, priceCents, costCents, promotionCents: random() < 0.12 ? Math.round(priceCents * 0.9) : null })),
    );
    await db.insert(productStock).values(
      catalogue.map(({ code }) => ({ organizationId, branchId, productCode: code, quantity: Math.floor(random() * 40), dailyAverage: Math.round(random() * 30) / 10 })),
    );
  }
}

/** Sales of every demo branch up to yesterday: what is missing is added, so that a demo started tomorrow has tomorrow's data. */
export async function growDemoSales(db: Database, now: Date): Promise<number> {
  let written = 0;
  for (const demo of DEMO_ORGANIZATIONS) {
    const [organization] = await db.select().from(organizations).where(eq(organizations.name, demo.name));
    if (!organization) continue;
    const yesterday = addDays(dayInZone(now, demo.timeZone), -1);
    for (const branch of await db.select().from(branches).where(eq(branches.organizationId, organization.id))) {
      const [{ last } = { last: null }] = await db.select({ last: max(sales.day) }).from(sales).where(and(eq(sales.organizationId, organization.id), eq(sales.branchId, branch.id)));
      const first = last ? addDays(last, 1) : addDays(yesterday, -HISTORY_DAYS);
      if (first > yesterday) continue;
      written += await writeBranchSales(db, demo, branch, listDays({ first, last: yesterday }));
    }
  }
  return written;
}

async function writeBranchSales(db: Database, demo: DemoOrganization, branch: typeof branches.$inferSelect, days: Day[]): Promise<number> {
  const catalogue = listDemoProducts();
  const organizationId = branch.organizationId;
  const place = { id: branch.id, cnpj: branch.cnpj, stateCode: FISCAL_STATE[branch.state] ?? "35", utcOffsetHours: UTC_OFFSET[demo.timeZone] ?? 3 };
  const most = days.length * demo.dailySales * 2;
  // Numbers are drawn from the identity's own sequence in one go, so that nothing else is ever given the same ones.
  const [drawn] = await db.execute<{ first: string }>(sql`select min(nextval(pg_get_serial_sequence('sales', 'id'))) as first from generate_series(1, ${most})`);
  let id = Number(drawn?.first);
  const all = days.map((day) => makeDaySales(organizationId, place, day, demo.dailySales, catalogue, () => id++));
  await db.transaction(async (tx) => {
    for (const rows of chunksOf(all.flatMap((made) => made.sales))) await tx.insert(sales).values(rows);
    for (const rows of chunksOf(all.flatMap((made) => made.lines))) await tx.insert(saleLines).values(rows);
    for (const rows of chunksOf(all.flatMap((made) => made.payments))) await tx.insert(salePayments).values(rows);
  });
  return all.reduce((count, made) => count + made.sales.length, 0);
}

function* chunksOf<Row>(rows: Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += CHUNK) yield rows.slice(start, start + CHUNK);
}
