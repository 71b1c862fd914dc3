import type { PriceZone, Promotion } from "@/lib/core/offer.ts";
import type { Period } from "@/lib/core/period.ts";
import { idArray, type MovementConnection } from "./movement-connection.ts";

/** Rows a round trip. */
const PAGE = 1_000;

/** Price zones in order of code, each with its branches. */
export const readPriceZones = (
  { sql }: MovementConnection,
  organizationId: number,
): AsyncIterable<PriceZone[]> =>
  sql<PriceZone[]>`
    select z.code, z.name, coalesce((select json_agg(b.branch_id order by b.branch_id) from price_zone_branches b where b.organization_id = z.organization_id and b.zone_code = z.code), '[]') as branch_ids
      from price_zones z where z.organization_id = ${organizationId} order by z.code`.cursor(PAGE);

/** Promotions of some branches in force on some day of the period, in order of branch, code and product. */
export const readPromotions = (
  { sql }: MovementConnection,
  organizationId: number,
  branchIds: readonly number[],
  { first, last }: Period,
): AsyncIterable<Promotion[]> =>
  sql<Promotion[]>`
    select p.id, p.branch_id, p.code, p.name, p.kind, p.product_code, coalesce(products.eans[1], '') as ean, p.first_day as first, p.last_day as last, p.regular_cents, p.promotion_cents,
           p.take_quantity, p.pay_quantity, p.discount_percent, p.gained_product_code, p.gained_quantity, p.phrase
      from promotions p
      left join products on products.organization_id = p.organization_id and products.code = p.product_code
     where p.organization_id = ${organizationId} and p.branch_id = any(${idArray(branchIds)}::bigint[]) and p.first_day <= ${last} and p.last_day >= ${first}
     order by p.branch_id, p.code, p.product_code`.cursor(PAGE);
