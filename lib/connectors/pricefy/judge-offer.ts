import type { Promotion } from "@/lib/core/offer.ts";
import { formatReais } from "@/lib/core/money.ts";
import { type Day, formatDay } from "@/lib/core/period.ts";
import type { Rejection } from "../define.ts";

/** What is known of a product in a store when its offer is judged; absent amounts are null. */
export interface PriceFacts {
  regularCents: number | null;
  /** Maximum consumer price by law. */
  pmcCents: number | null;
}

type Refusal = Omit<Rejection, "key">;

/** A price above the legal ceiling on a shelf is an offence of the shop, whoever printed it. */
export function refusePrice(
  productCode: string,
  cents: number,
  { pmcCents }: PriceFacts,
): Refusal | null {
  if (pmcCents === null || cents <= pmcCents) return null;
  return {
    code: "ACIMA_DO_PMC",
    message: `O preço ${formatReais(cents)} do produto ${productCode} passa do preço máximo ao consumidor, ${formatReais(pmcCents)}. Corrija o preço na origem.`,
  };
}

/** Why an offer cannot be printed as it is; null when it can. */
export function refuseOffer(offer: Promotion, facts: PriceFacts): Refusal | null {
  const { promotionCents, productCode } = offer;
  const regular = offer.regularCents ?? facts.regularCents;
  const priced =
    offer.kind === "from_to" || offer.kind === "starting_at" || offer.kind === "loyalty";
  if (priced && (promotionCents === null || promotionCents <= 0))
    return {
      code: "SEM_PRECO",
      message: `A oferta ${offer.code} do produto ${productCode} não tem preço.`,
    };
  if (priced && regular === null)
    return {
      code: "SEM_PRECO_NORMAL",
      message: `O produto ${productCode} da oferta ${offer.code} não tem preço normal nesta filial.`,
    };
  if (priced && regular !== null && promotionCents !== null && promotionCents >= regular) {
    return {
      code: "OFERTA_SEM_VANTAGEM",
      message: `Na oferta ${offer.code}, o preço ${formatReais(promotionCents)} do produto ${productCode} não é menor que o normal, ${formatReais(regular)}.`,
    };
  }
  if (
    offer.kind === "take_pay" &&
    !(
      offer.takeQuantity !== null &&
      offer.payQuantity !== null &&
      offer.payQuantity >= 1 &&
      offer.payQuantity < offer.takeQuantity
    )
  )
    return {
      code: "QUANTIDADES",
      message: `Na oferta ${offer.code}, a quantidade paga precisa ser menor que a levada.`,
    };
  if (
    (offer.kind === "nth_unit" || offer.kind === "buy_get") &&
    !(
      offer.takeQuantity !== null &&
      offer.takeQuantity >= 1 &&
      offer.discountPercent !== null &&
      offer.discountPercent > 0 &&
      offer.discountPercent <= 100
    )
  )
    return {
      code: "DESCONTO",
      message: `A oferta ${offer.code} do produto ${productCode} não tem unidade e desconto válidos.`,
    };
  if (offer.kind === "buy_get" && offer.gainedProductCode === "")
    return {
      code: "SEM_PRODUTO_GANHO",
      message: `A oferta ${offer.code} não diz em que produto é o desconto.`,
    };
  return (
    refusePrice(productCode, promotionCents ?? 0, facts) ??
    refusePrice(productCode, offer.regularCents ?? 0, facts)
  );
}

/** Windows of the offers of one kind that were let through, by product: two that overlap would print two prices. */
export class OfferWindows {
  #windows = new Map<string, Array<{ code: string; first: Day; last: Day }>>();

  /** Refuses the offer when another of its kind covers one of its days; otherwise takes note of it. */
  refuseOverlap({ code, productCode, first, last }: Promotion): Refusal | null {
    const taken = this.#windows.get(productCode) ?? [];
    const other = taken.find((window) => window.first <= last && first <= window.last);
    if (other)
      return {
        code: "OFERTAS_SOBREPOSTAS",
        message: `As ofertas ${other.code} e ${code} do produto ${productCode} valem ao mesmo tempo, a partir de ${formatDay(first > other.first ? first : other.first)}. Só a primeira foi enviada.`,
      };
    this.#windows.set(productCode, [...taken, { code, first, last }]);
    return null;
  }
}
