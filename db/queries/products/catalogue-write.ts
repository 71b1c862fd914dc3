import { and, eq, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { productPrices, products, productStock } from "../../schema/catalogue.ts";
import { insertRows, type RowOf } from "../insert-rows.ts";
import { writeJson } from "../../write-json.ts";

const json = (rows: readonly object[]) => sql`${writeJson(rows)}::text::json`;

/** Columns of a product that only some sources know: {@link updateProductDetails}. */
type Detail = keyof Omit<DetailRow, "code"> | "imageUrl";

/** Writes products by code: new ones in, known ones as they are now. */
export async function upsertProducts(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof products, Detail>>,
): Promise<void> {
  await insertRows<typeof products, Detail>(tx, products, rows, {
    onConflict: { key: ["organizationId", "code"], update: "replace" },
  });
}

/** What only some sources know of a product; a null leaves what another one said. */
export interface DetailRow {
  code: string;
  factoryPriceCents: number | null;
  manufacturer: string | null;
  molecule: string | null;
  therapeuticClass: "" | "1" | "2" | null;
  abcClass: string | null;
  popularPharmacy: boolean | null;
  pbm: boolean | null;
  ownBrand: boolean | null;
}

/** Fills in what a source knows of products that are there. */
export async function updateProductDetails(
  tx: Queryable,
  organizationId: number,
  rows: readonly DetailRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update products p set
      factory_price_cents = coalesce(r."factoryPriceCents", p.factory_price_cents), manufacturer = coalesce(r.manufacturer, p.manufacturer), molecule = coalesce(r.molecule, p.molecule), therapeutic_class = coalesce(r."therapeuticClass", p.therapeutic_class),
      abc_class = coalesce(r."abcClass", p.abc_class), popular_pharmacy = coalesce(r."popularPharmacy", p.popular_pharmacy), pbm = coalesce(r.pbm, p.pbm), own_brand = coalesce(r."ownBrand", p.own_brand)
      from json_to_recordset(${json(rows)}) as r(code text, "factoryPriceCents" bigint, manufacturer text, molecule text, "therapeuticClass" text, "abcClass" text, "popularPharmacy" boolean, pbm boolean, "ownBrand" boolean)
     where p.organization_id = ${organizationId} and p.code = r.code`);
}

/** What no source tells of a price: one that comes is active. */
type UntoldPrice = "active";

/** Prices by branch and product; a null leaves what was there. */
export async function upsertPrices(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof productPrices, UntoldPrice>>,
): Promise<void> {
  await insertRows<typeof productPrices, UntoldPrice>(tx, productPrices, rows, {
    onConflict: {
      key: ["organizationId", "branchId", "productCode"],
      update: "fill",
      set: { active: sql`true` },
    },
  });
}

/** What no source tells of a stock yet. */
type UntoldStock = "pendingQuantity" | "dailyAverage";

/** Stock by branch and product, as counted now. */
export async function upsertStock(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof productStock, UntoldStock>>,
): Promise<void> {
  await insertRows<typeof productStock, UntoldStock>(tx, productStock, rows, {
    onConflict: { key: ["organizationId", "branchId", "productCode"], update: "replace" },
  });
}

/** The cost in the price record of each of these products in its branch, and since when it stands. */
export async function readPriceCosts(
  db: Queryable,
  organizationId: number,
  products: ReadonlyArray<{ branchId: number; productCode: string }>,
): Promise<Array<{ branchId: number; productCode: string; costCents: number; updatedAt: Date }>> {
  if (products.length === 0) return [];
  const wanted = writeJson(products);
  const rows = await db
    .select({
      branchId: productPrices.branchId,
      productCode: productPrices.productCode,
      costCents: productPrices.costCents,
      updatedAt: productPrices.updatedAt,
    })
    .from(productPrices)
    .where(
      and(
        eq(productPrices.organizationId, organizationId),
        sql`(${productPrices.branchId}, ${productPrices.productCode}) in (select w."branchId", w."productCode" from json_to_recordset(${wanted}::text::json) as w("branchId" bigint, "productCode" text))`,
      ),
    );
  return rows.flatMap(({ costCents, ...row }) =>
    costCents === null ? [] : [{ ...row, costCents }],
  );
}

/** Which of these codes the organization's catalogue has. */
export async function knownProductCodes(
  db: Queryable,
  organizationId: number,
  codes: readonly string[],
): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const rows = await db.execute<{ code: string }>(
    sql`select code from products where organization_id = ${organizationId} and code in (select jsonb_array_elements_text(${writeJson(codes)}::text::jsonb))`,
  );
  return new Set(rows.map((row) => row.code));
}
