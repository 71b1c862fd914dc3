import type { LocalTime } from "@/lib/core/local-time.ts";
import { spreadDifference } from "@/lib/core/money.ts";
import type { Sale, SaleLine, SalePayment } from "@/lib/core/movement.ts";
import type { Rejection } from "../define.ts";
import {
  cleanText,
  cpfOrNull,
  gtinOrNull,
  localMoment,
  quantityOf,
  reais,
  registrationOrNull,
} from "./wire-text.ts";

const KIND = { sale: "venda", cancellation: "cancelamento", return: "devolucao" } as const;
const ROUNDING_CENTS = 5;
const KEY = { sale: "V", cancellation: "C", return: "D" } as const;

export const SALE_FIELDS = [
  "chave",
  "tipo",
  "chave_original",
  "documento",
  "modelo",
  "serie",
  "numero",
  "caixa",
  "data_hora",
  "canal",
  "cpf_cliente",
  "valor_bruto",
  "valor_desconto",
  "valor_acrescimo",
  "valor_total",
  "itens",
  "itens.linha",
  "itens.codigo_produto",
  "itens.ean",
  "itens.descricao",
  "itens.registro_ms",
  "itens.lote",
  "itens.quantidade",
  "itens.valor_unitario",
  "itens.valor_bruto",
  "itens.valor_desconto",
  "itens.valor_acrescimo",
  "itens.valor_liquido",
  "itens.em_oferta",
  "pagamentos",
  "pagamentos.forma",
  "pagamentos.valor",
  "pagamentos.bandeira",
  "pagamentos.nsu",
  "pagamentos.autorizacao",
] as const;

/** What makes a movement the same one within its store: kind and document. */
export const saleKey = (sale: Pick<Sale, "kind" | "documentKey">): string =>
  `${KEY[sale.kind]}-${sale.documentKey}`;

/** tPag "sem pagamento": a return that the source settled without telling how. */
const WITHOUT_PAYMENT = "90";

/** A sale's payments. A return without any stands for itself whole, as in a fiscal document without payment. */
function paymentsOf({
  kind,
  payments,
  totalCents,
}: Sale): Array<
  Pick<SalePayment, "method" | "amountCents" | "cardBrand" | "nsu" | "authorization">
> {
  return kind === "return" && payments.length === 0
    ? [
        {
          method: WITHOUT_PAYMENT,
          amountCents: totalCents,
          cardBrand: "",
          nsu: "",
          authorization: "",
        },
      ]
    : payments;
}

/**
 * Why a sale cannot leave as it is; null when it can. The partner would refuse it with a code, and
 * nobody would know which till to ask.
 */
export function refuseSale(sale: Sale): Omit<Rejection, "key"> | null {
  if (sale.lines.length === 0)
    return { code: "SEM_ITENS", message: `O cupom ${sale.number} não tem itens.` };
  const off = Math.abs(sale.lines.reduce((sum, line) => sum + line.netCents, 0) - sale.totalCents);
  // Heads round differently from lines, by cents; anything more is another receipt.
  if (off > Math.max(ROUNDING_CENTS, sale.lines.length))
    return {
      code: "SOMA_ITENS",
      message: `No cupom ${sale.number}, os itens não somam o total da venda. Corrija na origem e reprocesse.`,
    };
  const paid = paymentsOf(sale).reduce((sum, payment) => sum + payment.amountCents, 0);
  if (paid !== sale.totalCents)
    return {
      code: "SOMA_PAGAMENTOS",
      message: `No cupom ${sale.number}, os pagamentos não somam o total da venda. Corrija na origem e reprocesse.`,
    };
  return null;
}

/**
 * A sale, cancellation or return: three separate records, all with positive amounts, told apart by `tipo`.
 * The lines sum to the total: what the head rounds otherwise goes onto the largest line.
 */
export function saleRecord(sale: Sale, local: LocalTime, options: { withDocument: boolean }) {
  const sum = sale.lines.reduce((total, line) => total + line.netCents, 0);
  const nets = spreadDifference(
    sale.lines.map((line) => line.netCents),
    sale.totalCents - sum,
  );
  const lines = sale.lines.map((line, index) => lineRecord(line, nets[index] ?? line.netCents));
  const total = (pick: (line: (typeof lines)[number]) => number) =>
    lines.reduce((cents, line) => cents + Math.round(pick(line) * 100), 0) / 100;
  return {
    chave: saleKey(sale),
    tipo: KIND[sale.kind],
    chave_original: sale.originalKey
      ? saleKey({ kind: "sale", documentKey: sale.originalKey })
      : null,
    documento: sale.documentKey,
    modelo: sale.model,
    serie: sale.series,
    numero: cleanText(sale.number),
    caixa: cleanText(sale.register),
    data_hora: localMoment(local),
    canal: cleanText(sale.channel),
    ...(options.withDocument ? { cpf_cliente: cpfOrNull(sale.customerDocument) } : {}),
    valor_bruto: total((line) => line.valor_bruto),
    valor_desconto: total((line) => line.valor_desconto),
    valor_acrescimo: total((line) => line.valor_acrescimo),
    valor_total: reais(sale.totalCents),
    itens: lines,
    pagamentos: paymentsOf(sale).map(paymentRecord),
  };
}

function lineRecord(line: SaleLine, netCents: number) {
  // Gross less discount plus surcharge is what the line is worth, whatever rounding did to it.
  const discount = line.grossCents + line.surchargeCents - netCents;
  return {
    linha: line.lineNumber,
    codigo_produto: cleanText(line.productCode),
    ean: gtinOrNull(line.ean),
    descricao: cleanText(line.description),
    registro_ms: registrationOrNull(line.msRegistration),
    lote: cleanText(line.lot) || null,
    quantidade: quantityOf(line.quantity),
    valor_unitario: reais(line.unitPriceCents),
    valor_bruto: reais(line.grossCents),
    valor_desconto: reais(Math.max(0, discount)),
    valor_acrescimo: reais(line.surchargeCents + Math.max(0, -discount)),
    valor_liquido: reais(netCents),
    em_oferta: line.onOffer,
  };
}

function paymentRecord(payment: ReturnType<typeof paymentsOf>[number]) {
  return {
    forma: payment.method || "99",
    valor: reais(payment.amountCents),
    bandeira: cleanText(payment.cardBrand) || null,
    nsu: cleanText(payment.nsu) || null,
    autorizacao: cleanText(payment.authorization) || null,
  };
}
