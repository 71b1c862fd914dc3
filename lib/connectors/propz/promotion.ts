import { parseCents } from "@/lib/core/money.ts";
import {
  type PartnerPromotion,
  type PromotionMechanic,
  UNTOLD_PROMOTION,
} from "@/lib/core/partner-promotion.ts";
import { productsOf, type Promotion } from "./offer.ts";

const MECHANIC: ReadonlyMap<string, PromotionMechanic> = new Map([
  ["percent_off", "percent_off"],
  ["money_off", "amount_off"],
  ["reduced_price", "fixed_price"],
  ["virtual_pack", "pack"],
  ["get_and_pay", "take_pay"],
]);

/** A mass promotion as a till needs it: nothing in it depends on the customer in whose showcase it stood. */
export function toPartnerPromotion(promotion: Promotion): PartnerPromotion {
  const { mechanic, minQuantity, minAmount, maxPerCustomer } = promotion;
  const cents = (value: Promotion["finalPrice"]) =>
    value == null ? null : parseCents(String(value));
  const number = (value: Promotion["finalPrice"]) =>
    value == null || Number.isNaN(Number(value)) ? null : Number(value);
  const products = productsOf(promotion).map((code) => ({ ean: "", code, name: "" }));
  const minimum = cents(minAmount);
  return {
    ...UNTOLD_PROMOTION,
    mechanic: MECHANIC.get(mechanic) ?? "other",
    description: promotion.legalText ?? "",
    conditions: products.length === 0 ? [] : [{ quantity: number(minQuantity), products }],
    priceCents: cents(promotion.finalPrice),
    discountPercent: mechanic === "percent_off" ? number(promotion.discountPercent) : null,
    discountCents: mechanic === "money_off" ? cents(promotion.discountAmount) : null,
    minimumCents: minimum === 0 ? null : minimum,
    // -1 is the partner's word for no limit.
    limitPerCustomer: maxPerCustomer == null || maxPerCustomer < 0 ? null : maxPerCustomer,
    identified: promotion.requiresIdentification ?? false,
    activation: promotion.requiresActivation ?? false,
  };
}
