import { isGtin } from "@/lib/core/documents.ts";
import { formatOffset, type LocalTime } from "@/lib/core/local-time.ts";
import { type Cents, spreadDifference } from "@/lib/core/money.ts";
import type { Sale, SaleLine, SalePayment } from "@/lib/core/movement.ts";
import type { Rejection } from "../define.ts";
import { toPlainText } from "../formats/plain-text.ts";
import { findOwn } from "@/lib/core/find-own.ts";

/** tPag of the NF-e → codigoTipoPago; what has no counterpart is 12, "vale/outros". */
const PAYMENT_TYPE: Readonly<Record<string, number>> = {
  "01": 9,
  "02": 11,
  "03": 10,
  "04": 13,
  "17": 14,
  "20": 14,
  "18": 15,
};
const OTHER_PAYMENT = 12;

const CHANNEL: Readonly<Record<string, readonly [code: number, name: string]>> = {
  store: [1, "LOJA"],
  ecommerce: [2, "E-COMMERCE"],
  ifood: [3, "IFOOD"],
  rappi: [4, "RAPPI"],
  other: [6, "OUTROS"],
};

const reais = (cents: Cents) => cents / 100;

/** Receipt number as the partner keys it: eight digits, `-` in front of what undoes a receipt. */
export function receiptNumber(sale: Pick<Sale, "kind" | "number">): string {
  return `${sale.kind === "sale" ? "" : "-"}${sale.number.padStart(8, "0").slice(-8)}`;
}

/** Till as the partner wants it in the address of sales. */
export function registerNumber(register: string): string {
  return register.padStart(5, "0");
}

/** A line below one cent is refused there; the receipt's total stays right because it is worth nothing. */
function isSendable(line: SaleLine): boolean {
  return line.netCents >= 1 && line.quantity > 0;
}

/** A receipt of gifts alone: the partner takes no movement without lines of a value, and nobody could correct it. */
export function isWorthless(sale: Sale): boolean {
  return sale.totalCents === 0 && sale.lines.length > 0 && !sale.lines.some(isSendable);
}

/**
 * Why a sale cannot be sent as it is; null when it can. Refused here, with a sentence, rather than
 * there, with a code.
 */
export function refuseSale(sale: Sale): Omit<Rejection, "key"> | null {
  if (!/^\d{1,5}$/.test(sale.register))
    return {
      code: "CAIXA_INVALIDO",
      message: `O caixa “${sale.register}” não tem de 1 a 5 dígitos. Corrija o número do caixa na origem.`,
    };
  if (!/^\d{1,8}$/.test(sale.number))
    return { code: "CUPOM_INVALIDO", message: `O cupom ${sale.number} não tem de 1 a 8 dígitos.` };
  if (!sale.lines.some(isSendable))
    return { code: "SEM_ITENS", message: `O cupom ${sale.number} não tem itens com valor.` };
  const paid = sale.payments.reduce((sum, payment) => sum + Math.max(0, payment.amountCents), 0);
  if (paid !== sale.totalCents)
    return {
      code: "SOMA_PAGAMENTOS",
      message: `No cupom ${sale.number}, os pagamentos não somam o total da venda. Corrija na origem e reprocesse.`,
    };
  return null;
}

/**
 * In-store codes (they begin with 2) and wrong ones mean nothing to the partner: such a product
 * goes under its own code.
 */
function barcodeOf(line: SaleLine): string {
  return isGtin(line.ean) && !line.ean.startsWith("2") ? line.ean : line.productCode;
}

function lineOf(line: SaleLine, netCents: Cents) {
  return {
    codigoArticulo: line.productCode,
    codigoBarras: barcodeOf(line),
    descripcionArticulo:
      toPlainText(line.description) || toPlainText(line.productCode) || "PRODUTO",
    cantidad: line.quantity,
    importeUnitario: reais(line.unitPriceCents),
    importe: reais(netCents),
    // What the line is worth decides; a discount that differs by rounding follows it.
    descuento: reais(line.discountCents + Math.max(0, line.netCents - netCents)),
    recargo: reais(line.surchargeCents + Math.max(0, netCents - line.netCents)),
  };
}

function paymentOf(payment: SalePayment) {
  return {
    codigoTipoPago: findOwn(PAYMENT_TYPE, payment.method) ?? OTHER_PAYMENT,
    importe: reais(payment.amountCents),
    codigoMoneda: "986",
    cotizacion: 1,
    numeroAutorizacion: payment.authorization || null,
  };
}

/**
 * A return as the partner takes it: under till and number of the sale it undoes. A refund without
 * payments, or with others than its worth, is told as one of "vale/outros".
 */
export function asUndoing(
  returned: Sale,
  { number, register }: Pick<Sale, "number" | "register">,
): Sale {
  const paid = returned.payments.reduce((sum, payment) => sum + payment.amountCents, 0);
  const refund = {
    method: "",
    amountCents: returned.totalCents,
    cardBrand: "",
    acquirerCnpj: "",
    authorization: "",
    nsu: "",
    installments: 1,
    terminal: "",
  };
  return {
    ...returned,
    number,
    register,
    payments:
      paid === returned.totalCents && returned.payments.every(({ amountCents }) => amountCents > 0)
        ? returned.payments
        : [refund],
  };
}

/**
 * A sale, or what undoes one, as one movement of a lot. The customer's document is never sent: the
 * panel works without it.
 */
export function toMovement(sale: Sale, local: LocalTime) {
  const lines = sale.lines.filter(isSendable);
  const sum = lines.reduce((total, line) => total + line.netCents, 0);
  const nets = spreadDifference(
    lines.map((line) => line.netCents),
    sale.totalCents - sum,
  );
  const [channel, channelName] = findOwn(CHANNEL, sale.channel) ?? CHANNEL.other!;
  return {
    fecha: `${local.day}T${local.time}.000${formatOffset(local.offsetMinutes)}`,
    numero: receiptNumber(sale),
    total: reais(sale.totalCents),
    codigoMoneda: "986",
    cotizacion: 1,
    // Discounts and surcharges are already in the lines.
    descuentoTotal: 0,
    recargoTotal: 0,
    cancelacion: sale.kind !== "sale",
    codigoCanalVenta: channel,
    descripcionCanalVenta: channelName,
    detalles: lines.map((line, index) => lineOf(line, nets[index] ?? line.netCents)),
    pagos: sale.payments.filter((payment) => payment.amountCents > 0).map(paymentOf),
  };
}
