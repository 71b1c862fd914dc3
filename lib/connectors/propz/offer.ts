import { z } from "zod";
import { formatReais, parseCents } from "@/lib/core/money.ts";
import { type Day, dayInZone, isDay } from "@/lib/core/period.ts";

const amount = z.union([z.number(), z.string()]).nullish();

/** What is kept of a promotion. Anything else the partner sends is left behind: it may speak of the customer. */
const promotionShape = z.object({
  uuid: z.string().min(1),
  promotionId: z.union([z.string(), z.number()]).nullish(),
  partnerPromotionId: z.union([z.string(), z.number()]).nullish(),
  promotionType: z.string(),
  active: z.boolean(),
  mechanic: z.string(),
  discountPercent: amount,
  discountAmount: amount,
  finalPrice: amount,
  originalPrice: amount,
  minQuantity: amount,
  minAmount: amount,
  maxPerCustomer: z.number().nullish(),
  requiresIdentification: z.boolean().nullish(),
  requiresActivation: z.boolean().nullish(),
  startDate: z.union([z.string(), z.number()]).nullish(),
  endDate: z.union([z.string(), z.number()]).nullish(),
  stores: z.unknown(),
  legalText: z.string().nullish(),
  properties: z.object({ PRODUCT_ID_INCLUSION: z.string().nullish() }).nullish(),
});

/** Answer of `promotion-showcase/{customerId}`; each item is read by itself. */
export const showcaseShape = z.object({ items: z.array(z.unknown()) });

/** One promotion in a customer's showcase. */
export const offerShape = z.object({
  active: z.boolean(),
  remainingMaxPerCustomer: z.number().nullish(),
  promotion: promotionShape,
});

/** What a promotion is known by when nothing else of it could be read. */
export const offerNameShape = z.object({ promotion: z.object({ uuid: z.string().min(1) }) });

/** One promotion as the showcase gives it. */
export type Promotion = z.output<typeof promotionShape>;

/** Products that the promotion is about, as the partner lists them. */
export function productsOf({ properties }: Promotion): string[] {
  return (properties?.PRODUCT_ID_INCLUSION ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}

/**
 * What the customer pays for a product of this price, by the promotion's mechanic; null when the
 * mechanic is unknown or says nothing.
 */
export function priceIn(promotion: Promotion, regularCents: number): number | null {
  const cents = (value: Promotion["finalPrice"]) =>
    value == null ? null : parseCents(String(value));
  switch (promotion.mechanic) {
    case "percent_off": {
      const percent =
        promotion.discountPercent == null ? Number.NaN : Number(promotion.discountPercent);
      return percent >= 0 && percent <= 100 ? Math.round(regularCents * (1 - percent / 100)) : null;
    }
    case "money_off": {
      const off = cents(promotion.discountAmount);
      return off === null ? null : Math.max(0, regularCents - off);
    }
    case "reduced_price":
    case "virtual_pack":
    case "get_and_pay":
      return cents(promotion.finalPrice);
    default:
      return null;
  }
}

/** The promotion in words for the list; the showcase has no name for it. */
export function titleOf(promotion: Promotion): string {
  const reais = (value: Promotion["finalPrice"]) => {
    const cents = value == null ? null : parseCents(String(value));
    return cents === null ? "valor não informado" : formatReais(cents);
  };
  const minimum = Number(promotion.minQuantity ?? 0);
  const from = minimum > 1 ? ` a partir de ${minimum} unidades` : "";
  switch (promotion.mechanic) {
    case "percent_off":
      return `${Number(promotion.discountPercent ?? 0).toLocaleString("pt-BR")}% de desconto${from}`;
    case "money_off":
      return `${reais(promotion.discountAmount)} de desconto${from}`;
    case "reduced_price":
      return `Por ${reais(promotion.finalPrice)}${from}`;
    case "virtual_pack":
      return `Pacote por ${reais(promotion.finalPrice)}${from}`;
    case "get_and_pay":
      return `Leve mais e pague ${reais(promotion.finalPrice)}${from}`;
    default:
      return `Oferta ${promotion.mechanic}`;
  }
}

/** Day of a date that comes as ISO text or as milliseconds; undefined when it cannot be read. */
export function dayOf(value: Promotion["startDate"], timeZone: string): Day | undefined {
  if (typeof value === "number") {
    const moment = new Date(value);
    const told = Number.isNaN(moment.getTime()) ? "" : dayInZone(moment, timeZone);
    return isDay(told) ? told : undefined;
  }
  const day = (value ?? "").slice(0, 10);
  return isDay(day) ? day : undefined;
}
