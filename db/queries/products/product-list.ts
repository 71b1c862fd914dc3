import { and, count, eq, sql } from "drizzle-orm";
import type { GridPage } from "@/lib/core/grid.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import type { Queryable } from "../../client.ts";
import { products } from "../../schema/catalogue.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";

/** A product of the catalogue with its prices and stock over all branches. */
export interface ProductRow {
  code: string;
  description: string;
  eans: string[];
  brand: string;
  msRegistration: string;
  pmcCents: number | null;
  active: boolean;
  lowestPriceCents: number | null;
  highestPriceCents: number | null;
  stock: number | null;
}

const SORTS: Sorts<"products"> = {
  code: sql`${products.code}`,
  description: sql`enlace_fold(${products.description})`,
  brand: sql`enlace_fold(${products.brand})`,
};
// Outer columns are written out: in a select from one table drizzle drops their prefix, and the
// name would mean the inner one.
const price = (which: "min" | "max") =>
  sql<
    number | null
  >`(select ${sql.raw(which)}(price_cents) from product_prices p where p.organization_id = products.organization_id and p.product_code = products.code)`.mapWith(
    (value) => (value === null ? null : Number(value)),
  );

/** One page of an organization's products. */
export async function listProducts(
  db: Queryable,
  organizationId: number,
  query: ListQuery<"products">,
): Promise<GridPage<ProductRow>> {
  const states = query.filters.active ?? [];
  const where = and(
    eq(products.organizationId, organizationId),
    states.length === 1 ? eq(products.active, states[0] === "yes") : undefined,
    matchWords(
      sql`(${products.code} || ' ' || ${products.description} || ' ' || array_to_string(${products.eans}, ' ') || ' ' || ${products.brand})`,
      query.search,
    ),
  );
  const rows = await db
    .select({
      code: products.code,
      description: products.description,
      eans: products.eans,
      brand: products.brand,
      msRegistration: products.msRegistration,
      pmcCents: products.pmcCents,
      active: products.active,
      lowestPriceCents: price("min"),
      highestPriceCents: price("max"),
      stock: sql<
        number | null
      >`(select sum(quantity) from product_stock s where s.organization_id = products.organization_id and s.product_code = products.code)`.mapWith(
        (value) => (value === null ? null : Number(value)),
      ),
    })
    .from(products)
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, sql`enlace_fold(${products.description}), ${products.id}`))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(products).where(where);
  return { rows, total: counted?.total ?? 0 };
}
