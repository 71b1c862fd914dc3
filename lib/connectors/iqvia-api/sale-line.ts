import { isAccessKey } from "@/lib/core/documents.ts";
import type { Cents } from "@/lib/core/money.ts";
import type { Sale, SaleLine, SalePayment, SaleProgram } from "@/lib/core/movement.ts";
import { cleanText, padDigits } from "./clean-text.ts";
import { findOwn } from "@/lib/core/find-own.ts";

/** tPag of the NF-e → tipoPagto; what has no counterpart is 7, "outros". */
const PAYMENT: Readonly<Record<string, number>> = { "01": 1, "02": 4, "03": 2, "04": 3, "15": 5 };
const DOCUMENT: Readonly<Record<string, number>> = { "59": 1, "2D": 1, "55": 2, "65": 3 };
const MEANS: Readonly<Record<string, number>> = {
  store: 5,
  ecommerce: 2,
  ifood: 3,
  rappi: 3,
  phone: 4,
  delivery: 6,
  whatsapp: 7,
};
const OTHER_MEANS = 9;
const REMOTE = new Set([1, 2, 3]);
/** paraConsumidorFinal: 1 commercial, 2 promotion, 7 agreement, 9 government, 12 gift. */
const DISCOUNT: Record<SaleProgram, number> = { "": 1, pbm: 1, agreement: 7, popular: 9 };
const PROMOTION = 2;
const GIFT = 12;
/** CFOPs of goods whose ICMS was paid before, by substitution. */
const SUBSTITUTED = /^[56]4/;

/** What of the file a line refers to. */
export interface References {
  customer: string;
  /** "0" when there is none. */
  professional: string;
  prescribed: boolean;
}

interface Pricing {
  /** Price of the list for a line that cost nothing. */
  listCents: Cents;
  /** Per cent, of sales that are taxed. */
  icmsRate: number;
  cest: string;
}

/** Whole units: the layout knows no parts of a package, and no sale of none. */
export const wholeUnits = (quantity: number) => Math.max(1, Math.round(quantity));

/** Worth less than a cent a unit: the layout takes no price of zero, but knows gifts. */
export const isGift = (line: SaleLine) =>
  Math.round(line.netCents / wholeUnits(line.quantity)) <= 0;

const reais = (cents: Cents) => Math.round(cents) / 100;

function mainPayment(payments: readonly SalePayment[]): number {
  const largest = payments.reduce<SalePayment | null>(
    (most, one) => (one.amountCents > (most?.amountCents ?? 0) ? one : most),
    null,
  );
  return largest ? (findOwn(PAYMENT, largest.method) ?? 7) : 0;
}

/** `preco`: prices of one unit, with the discount between them and the tax, all inside it. */
function priceOf(sale: Sale, line: SaleLine, { listCents, icmsRate, cest }: Pricing) {
  const units = wholeUnits(line.quantity);
  const gift = isGift(line);
  const net = gift ? listCents : Math.round(line.netCents / units);
  // A surcharge is part of what the unit costs.
  const gross = gift
    ? listCents
    : Math.max(net, Math.round((line.grossCents + line.surchargeCents) / units));
  const substituted = SUBSTITUTED.test(line.cfop);
  const rate = substituted ? 0 : icmsRate;
  const off = gross - net;
  const discount = gift
    ? { paraConsumidorFinal: GIFT, perc: 100, valor: reais(listCents) }
    : {
        // The list has no place for what nobody told: a discount of no known reason is commercial.
        paraConsumidorFinal: line.onOffer ? PROMOTION : DISCOUNT[sale.program ?? ""],
        perc: gross === 0 ? 0 : Math.round((off * 10_000) / gross) / 100,
        valor: reais(off),
      };
  return {
    valor: { liquido: reais(net), bruto: reais(gross) },
    ...(gift || off > 0 ? { desconto: discount } : {}),
    icms: {
      isento: 0,
      aliq: rate,
      valor: gift ? 0 : reais((net * rate) / 100),
      cst: substituted ? "060" : "000",
      subsTrib: { valor: 0, embutidoPreco: substituted ? 1 : 0, cest: padDigits(cest, 7) },
    },
  };
}

/** One line of `vendas`. */
export function toSaleLine(
  sale: Sale,
  line: SaleLine,
  store: string,
  refers: References,
  pricing: Pricing,
) {
  const means = findOwn(MEANS, sale.channel) ?? OTHER_MEANS;
  return {
    codEstab: store,
    codCliente: refers.customer,
    comPrescricao: refers.prescribed ? 1 : 0,
    paraUsoProfSaude: 0,
    codProfSaude: refers.professional,
    codProd: line.productCode,
    dt: sale.day,
    qt: wholeUnits(line.quantity),
    ecommerce: REMOTE.has(means) ? 1 : 0,
    meio: means,
    docTipo: findOwn(DOCUMENT, sale.model) ?? 0,
    // A number here was once a cause of refusal: the series is a text.
    docFiscalSerie: cleanText(sale.series, 3) || "0",
    docFiscalNum: Number(sale.number.replace(/\D/g, "").slice(-9) || 0),
    ...(isAccessKey(sale.documentKey) ? { danfe: sale.documentKey } : {}),
    vendaJudic: 0,
    tipoPagto: mainPayment(sale.payments),
    preco: priceOf(sale, line, pricing),
  };
}

/** One line of `vendasDevolucoesCancelamentos`: a movement of its own, its quantity positive. */
export function toUndoneLine(sale: Sale, line: SaleLine, store: string, refers: References) {
  return {
    codEstab: store,
    codCliente: refers.customer,
    codProfSaude: refers.professional,
    codProd: line.productCode,
    comPrescricao: refers.prescribed ? 1 : 0,
    ecommerce: REMOTE.has(findOwn(MEANS, sale.channel) ?? OTHER_MEANS) ? 1 : 0,
    dt: sale.day,
    qt: wholeUnits(line.quantity),
  };
}
