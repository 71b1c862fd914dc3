import type { Cents } from "./money.ts";
import type { Day } from "./period.ts";

/** A group of branches that share prices. */
export interface PriceZone {
  code: string;
  name: string;
  branchIds: number[];
}

/**
 * The promotional prices a shelf label knows; the regular price is the product's own.
 * from_to: was X, now Y · starting_at: from Y on · loyalty: Y for registered customers · take_pay: take n, pay m ·
 * nth_unit: discount on the n-th unit · buy_get: buy this, get a discount on another.
 */
export type PromotionKind =
  | "from_to"
  | "starting_at"
  | "loyalty"
  | "take_pay"
  | "nth_unit"
  | "buy_get";

/** One product's promotion in one branch. */
export interface Promotion {
  id: number;
  branchId: number;
  /** The ERP's code; several products may share it. */
  code: string;
  name: string;
  kind: PromotionKind;
  productCode: string;
  /** The product's main EAN; empty when it has none. */
  ean: string;
  first: Day;
  last: Day;
  /** Price before the promotion, when the promotion itself says it. */
  regularCents: Cents | null;
  /** Price in the promotion: from_to, starting_at, loyalty. */
  promotionCents: Cents | null;
  /** take_pay: units taken; nth_unit: the unit discounted; buy_get: units to buy. */
  takeQuantity: number | null;
  /** take_pay: units paid. */
  payQuantity: number | null;
  /** nth_unit and buy_get: whole and hundredths of a per cent, 0 to 100. */
  discountPercent: number | null;
  /** buy_get: the product discounted, and how many of it. */
  gainedProductCode: string;
  gainedQuantity: number | null;
  /** What the label says besides the price. */
  phrase: string;
}
