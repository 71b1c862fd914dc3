import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";

const json = (rows: readonly object[]) => sql`${JSON.stringify(rows)}::text::jsonb`;

/**
 * Writes products by code: new ones in, known ones as they are now. Each object is a ProductFields
 * with its `code`; codes are unique in it.
 */
export async function upsertProducts(
  tx: Queryable,
  organizationId: number,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into products (organization_id, code, description, eans, category_code, supplier_code, ncm, cest, ms_registration, brand, unit, pack_quantity, pmc_cents, active)
    select ${organizationId}, r.code, r.description, array(select jsonb_array_elements_text(r.eans)), r."categoryCode", r."supplierCode", r.ncm, r.cest, r."msRegistration", r.brand, r.unit, r."packQuantity", r."pmcCents", r.active
      from jsonb_to_recordset(${json(rows)}) as r(code text, description text, eans jsonb, "categoryCode" text, "supplierCode" text, ncm text, cest text, "msRegistration" text, brand text, unit text, "packQuantity" int, "pmcCents" bigint, active boolean)
     order by r.code
    on conflict (organization_id, code) do update set
      description = excluded.description, eans = excluded.eans, category_code = excluded.category_code, supplier_code = excluded.supplier_code, ncm = excluded.ncm, cest = excluded.cest,
      ms_registration = excluded.ms_registration, brand = excluded.brand, unit = excluded.unit, pack_quantity = excluded.pack_quantity, pmc_cents = excluded.pmc_cents, active = excluded.active, updated_at = now()`);
}

/** What only some sources know of a product; a null leaves what another one said. Each object has its `code`. */
export async function updateProductDetails(
  tx: Queryable,
  organizationId: number,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update products p set
      factory_price_cents = coalesce(r."factoryPriceCents", p.factory_price_cents), manufacturer = coalesce(r.manufacturer, p.manufacturer), molecule = coalesce(r.molecule, p.molecule), therapeutic_class = coalesce(r."therapeuticClass", p.therapeutic_class),
      abc_class = coalesce(r."abcClass", p.abc_class), popular_pharmacy = coalesce(r."popularPharmacy", p.popular_pharmacy), pbm = coalesce(r.pbm, p.pbm), own_brand = coalesce(r."ownBrand", p.own_brand)
      from jsonb_to_recordset(${json(rows)}) as r(code text, "factoryPriceCents" bigint, manufacturer text, molecule text, "therapeuticClass" text, "abcClass" text, "popularPharmacy" boolean, pbm boolean, "ownBrand" boolean)
     where p.organization_id = ${organizationId} and p.code = r.code`);
}

/** Prices by branch and product; a null leaves what was there. */
export async function upsertPrices(
  tx: Queryable,
  organizationId: number,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into product_prices (organization_id, branch_id, product_code, price_cents, promotion_cents, cost_cents)
    select ${organizationId}, r."branchId", r.code, r."priceCents", r."promotionCents", r."costCents"
      from jsonb_to_recordset(${json(rows)}) as r("branchId" bigint, code text, "priceCents" bigint, "promotionCents" bigint, "costCents" bigint)
     order by r."branchId", r.code
    on conflict (organization_id, branch_id, product_code) do update set
      price_cents = coalesce(excluded.price_cents, product_prices.price_cents), promotion_cents = coalesce(excluded.promotion_cents, product_prices.promotion_cents), cost_cents = coalesce(excluded.cost_cents, product_prices.cost_cents), active = true, updated_at = now()`);
}

/** Stock by branch and product, as counted now. */
export async function upsertStock(
  tx: Queryable,
  organizationId: number,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into product_stock (organization_id, branch_id, product_code, quantity)
    select ${organizationId}, r."branchId", r.code, r.quantity from jsonb_to_recordset(${json(rows)}) as r("branchId" bigint, code text, quantity numeric)
     order by r."branchId", r.code
    on conflict (organization_id, branch_id, product_code) do update set quantity = excluded.quantity, updated_at = now()`);
}

/** Which of these codes the organization's catalogue has. */
export async function knownProductCodes(
  db: Queryable,
  organizationId: number,
  codes: readonly string[],
): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const rows = await db.execute<{ code: string }>(
    sql`select code from products where organization_id = ${organizationId} and code in (select jsonb_array_elements_text(${JSON.stringify(codes)}::text::jsonb))`,
  );
  return new Set(rows.map((row) => row.code));
}
