import type { LocalTime } from "../../core/local-time.ts";
import { formatDecimal, formatQuantity } from "../../core/money.ts";
import type { ProductStock, SaleLineRow } from "../../core/movement.ts";

export const SALES_HEADER = ["cnpj", "data", "hora", "cupom", "ean", "registro_ms", "descricao", "qtd", "vl_bruto", "vl_desconto", "vl_liquido", "tipo_venda", "uf_crm", "nr_crm"] as const;
export const STOCK_HEADER = ["cnpj", "data", "ean", "qtd"] as const;

/**
 * One line of a receipt; cancellations and returns are negative. Discount is what makes gross and net
 * agree, so that a surcharge appears as a negative discount and the row always adds up.
 */
export function saleRow(line: SaleLineRow, cnpj: string, local: LocalTime): string[] {
  const sign = line.kind === "sale" ? 1 : -1;
  const registration = /^\d{9,13}$/.test(line.msRegistration) ? line.msRegistration : "";
  return [cnpj, line.day, local.time, oneLine(line.number), line.ean, registration, oneLine(line.description), formatQuantity(sign * line.quantity), formatDecimal(sign * line.grossCents), formatDecimal(sign * (line.grossCents - line.netCents)), formatDecimal(sign * line.netCents), "normal", "", ""];
}

/** Breaks and control characters would end the row or the file early. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
}

export function stockRow(stock: ProductStock, cnpj: string, day: string): string[] {
  return [cnpj, day, stock.ean, formatQuantity(stock.quantity)];
}
