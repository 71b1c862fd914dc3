import { formatDecimal, formatQuantity } from "../../core/money.ts";
import type { Product, ProductPrice, ProductStock, SaleLineRow } from "../../core/movement.ts";
import type { Purchase, PurchaseLine } from "../../core/purchase.ts";

export const PRODUCTS_HEADER = ["cd", "ean", "registro_ms", "descricao", "fabricante", "principio_ativo", "categoria", "curva_abc", "preco_atual", "custo", "pmc", "zona"] as const;
export const SALES_HEADER = ["data", "filial", "cd", "qtd", "bruto", "desconto", "liquido", "custo", "canal"] as const;
export const PURCHASES_HEADER = ["data", "filial", "fornecedor_cnpj", "cd", "qtd", "custo", "bonificacao"] as const;
export const STOCK_HEADER = ["data", "filial", "cd", "qtd", "pendente", "media_diaria"] as const;

const CHANNEL: Readonly<Record<string, string>> = { store: "loja", "": "loja" };

const money = (cents: number | null) => (cents === null ? "" : formatDecimal(cents));

/** Breaks and control characters would end the row or the file early. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029\ufeff]+/g, " ").trim();
}

/** A product with its price in one branch and the zone that branch belongs to. */
export function productRow(product: Product, price: ProductPrice, category: string, zone: string): string[] {
  return [
    oneLine(product.code), product.eans[0] ?? "", product.msRegistration, oneLine(product.description), oneLine(product.manufacturer), oneLine(product.molecule), oneLine(category), oneLine(product.abcClass),
    money(price.priceCents), money(price.costCents), money(product.pmcCents), zone,
  ];
}

/** One line of a receipt; cancellations and returns are negative. Gross less discount is always net: a surcharge is a negative discount. */
export function saleRow(line: SaleLineRow, branchCode: string): string[] {
  const sign = line.kind === "sale" ? 1 : -1;
  return [line.day, oneLine(branchCode), oneLine(line.productCode), formatQuantity(sign * line.quantity), formatDecimal(sign * line.grossCents), formatDecimal(sign * (line.grossCents - line.netCents)), formatDecimal(sign * line.netCents), formatDecimal(sign * Math.round(line.costCents * line.quantity)), CHANNEL[line.channel] ?? oneLine(line.channel)];
}

/** One line of an invoice; what was cancelled or sent back is negative. */
export function purchaseRow(purchase: Purchase, line: PurchaseLine, branchCode: string): string[] {
  const sign = purchase.kind === "purchase" ? 1 : -1;
  return [purchase.day, oneLine(branchCode), purchase.supplierCnpj, oneLine(line.productCode), formatQuantity(sign * line.quantity), formatDecimal(line.unitPriceCents), line.bonus ? "S" : "N"];
}

export function stockRow(stock: ProductStock, branchCode: string, day: string): string[] {
  return [day, oneLine(branchCode), oneLine(stock.productCode), formatQuantity(stock.quantity), formatQuantity(stock.pendingQuantity), formatQuantity(stock.dailyAverage)];
}
