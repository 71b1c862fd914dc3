import type { OutboundKind, OutboundOrder } from "@/lib/core/outbound-order.ts";
import type { Rejection } from "../define.ts";
import { cleanText, quantityOf } from "./wire-text.ts";
import { integerCode, numericEan } from "./wms-entry-record.ts";

/** The warehouse tells two natures apart: an invoice to come, and anything else, which replenishes. */
const NATURE: Readonly<Record<OutboundKind, string>> = {
  replenishment: "RESSUPRIMENTO",
  pre_invoice: "PRÉ-FATURA",
  quote: "FATURA",
  supplier_return: "PRÉ-FATURA",
};

/** Why an order cannot go to the warehouse as it is; null when it can. */
export function refuseExit(order: OutboundOrder): Omit<Rejection, "key"> | null {
  const which = `O pedido de saída ${order.number}`;
  if (order.lines.length === 0) return { code: "SEM_ITENS", message: `${which} não tem itens.` };
  if (order.documentKey.length > 36)
    return { code: "CHAVE", message: `${which} tem chave com mais de 36 caracteres.` };
  if (order.number.length > 20)
    return { code: "NUMERO", message: `${which} tem número com mais de 20 caracteres.` };
  if (integerCode(order.recipientCode) === null)
    return {
      code: "DESTINATARIO",
      message: `${which} é para um destinatário sem código numérico (${order.recipientCode || "vazio"}). O WMS só aceita código numérico.`,
    };
  const odd = order.lines.find((line) => integerCode(line.productCode) === null);
  const none = order.lines.find((line) => !(line.quantity > 0));
  if (none)
    return {
      code: "QUANTIDADE",
      message: `${which} tem o produto ${none.productCode} com quantidade zero ou negativa. Corrija na origem e reprocesse.`,
    };
  return odd
    ? {
        code: "PRODUTO",
        message: `${which} tem o produto ${odd.productCode}, e o WMS só aceita código numérico.`,
      }
    : null;
}

/** What a depot is asked to pick. */
export function exitRecord(order: OutboundOrder, depot: string | null) {
  return {
    saidaid: 0,
    natureza: NATURE[order.kind],
    documentonr: cleanText(order.number),
    documentooriginal: cleanText(order.originalNumber),
    documentodata: order.day,
    registroerp: order.documentKey,
    ...(depot === null ? {} : { deposito: depot }),
    destinatario: {
      destinatarioid: integerCode(order.recipientCode),
      razao: cleanText(order.recipientName),
      fantasia: cleanText(order.recipientName),
      cnpj: order.recipientCnpj,
      email: cleanText(order.recipientEmail),
    },
    itens: order.lines.map((line) => ({
      produtoid: integerCode(line.productCode),
      descricao: cleanText(line.description) || cleanText(line.productCode),
      ean: numericEan(line.ean),
      embalagempadrao: Math.max(1, line.packQuantity),
      quantidade: quantityOf(line.quantity),
      itemid: line.lineNumber,
    })),
  };
}
