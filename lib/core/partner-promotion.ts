import type { Cents } from "./money.ts";

/**
 * How a promotion works, whoever publishes it.
 * take_pay: take `conditions`, pay `payQuantity` units or `priceCents` for all · fixed_price: `priceCents` for each ·
 * pack: `priceCents` for all of `conditions` · percent_off, amount_off: on what `conditions` names ·
 * other_percent_off: `discountPercent` on what `benefits` names · gift: what `benefits` names for nothing ·
 * other: only the partner's own words say it.
 */
export type PromotionMechanic =
  | "take_pay"
  | "fixed_price"
  | "pack"
  | "percent_off"
  | "amount_off"
  | "other_percent_off"
  | "gift"
  | "other";

/** A product as the partner names it: by its EAN, by the client's own code, or both. */
export interface PromotionProduct {
  ean: string;
  code: string;
  name: string;
}

/** So many of any of these products. */
export interface PromotionItem {
  quantity: number | null;
  products: PromotionProduct[];
}

/**
 * A partner's promotion as a till needs it, in one shape for all partners. Never of one person, and
 * without anybody's data.
 */
export interface PartnerPromotion {
  mechanic: PromotionMechanic;
  description: string;
  /** Who pays for it; empty when the partner does not say. */
  sponsor: string;
  conditions: PromotionItem[];
  benefits: PromotionItem[];
  priceCents: Cents | null;
  discountPercent: number | null;
  discountCents: Cents | null;
  payQuantity: number | null;
  /** Only with these; empty = with any. Codes are the partner's own. */
  payments: Array<{ code: string; name: string; bins: string[] }>;
  limitPerReceipt: number | null;
  limitPerCustomer: number | null;
  minimumCents: Cents | null;
  /** The customer must say who he is. */
  identified: boolean;
  /** The customer must have activated it at the partner's. */
  activation: boolean;
}

/** A promotion of which nothing is known yet. */
export const UNTOLD_PROMOTION: PartnerPromotion = {
  mechanic: "other",
  description: "",
  sponsor: "",
  conditions: [],
  benefits: [],
  priceCents: null,
  discountPercent: null,
  discountCents: null,
  payQuantity: null,
  payments: [],
  limitPerReceipt: null,
  limitPerCustomer: null,
  minimumCents: null,
  identified: false,
  activation: false,
};
