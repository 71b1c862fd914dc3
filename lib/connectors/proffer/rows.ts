import { formatDecimal, formatQuantity } from "@/lib/core/money.ts";
import type { Product, ProductPrice, ProductStock, SaleLineRow } from "@/lib/core/movement.ts";
import type { Purchase, PurchaseLine } from "@/lib/core/purchase.ts";
import type { CsvEntity } from "../profiles/csv-layout.ts";
import { gtinOrNull } from "../profiles/wire-text.ts";
import { findOwn } from "@/lib/core/find-own.ts";

export const PRODUCTS: CsvEntity<"PRODUTOS", never> = {
  entity: "PRODUTOS",
  label: "Produtos",
  fields: [
    "cd",
    "ean",
    "registro_ms",
    "descricao",
    "fabricante",
    "principio_ativo",
    "categoria",
    "curva_abc",
    "preco_atual",
    "custo",
    "pmc",
    "zona",
  ],
  example: [
    "1001",
    "7890006000011",
    "1000000010015",
    "Ácido fólico 5 mg; 30 comp.",
    "Laboratório Serra Azul",
    "Ácido fólico",
    "Isentos de prescrição",
    "A",
    "12.90",
    "8.00",
    "19.90",
    "1",
  ],
  numbers: ["preco_atual", "custo", "pmc"],
};
export const SALES: CsvEntity<"VENDAS", never> = {
  entity: "VENDAS",
  label: "Vendas",
  fields: ["data", "filial", "cd", "qtd", "bruto", "desconto", "liquido", "custo", "canal"],
  example: ["2026-03-05", "1", "1001", "2", "25.80", "1.50", "24.30", "16.00", "loja"],
  numbers: ["qtd", "bruto", "desconto", "liquido", "custo"],
  days: ["data"],
};
export const PURCHASES: CsvEntity<"COMPRAS", never> = {
  entity: "COMPRAS",
  label: "Compras",
  fields: ["data", "filial", "fornecedor_cnpj", "cd", "qtd", "custo", "bonificacao"],
  example: ["2026-03-05", "1", "71300884000148", "1001", "10", "8.00", "N"],
  numbers: ["qtd", "custo"],
  days: ["data"],
};
export const STOCK: CsvEntity<"ESTOQUE", never> = {
  entity: "ESTOQUE",
  label: "Estoque",
  fields: ["data", "filial", "cd", "qtd", "pendente", "media_diaria"],
  example: ["2026-03-05", "1", "1001", "12.5", "3", "0.8"],
  numbers: ["qtd", "pendente", "media_diaria"],
  days: ["data"],
};

const CHANNEL: Readonly<Record<string, string>> = { store: "loja", "": "loja" };

const money = (cents: number | null) => (cents === null ? "" : formatDecimal(cents));
/** Empty where nobody told it. */
const known = (quantity: number | null) => (quantity === null ? "" : formatQuantity(quantity));

/** Breaks and control characters would end the row or the file early. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029\ufeff]+/g, " ").trim();
}

/** A product with its price in one branch and the zone that branch belongs to. */
export function productRow(
  product: Product,
  price: ProductPrice,
  category: string,
  zone: string,
): string[] {
  return [
    oneLine(product.code),
    product.eans.map(gtinOrNull).find((ean) => ean !== null) ?? "",
    product.msRegistration,
    oneLine(product.description),
    oneLine(product.manufacturer),
    oneLine(product.molecule),
    oneLine(category),
    oneLine(product.abcClass),
    money(price.priceCents),
    money(price.costCents),
    money(product.pmcCents),
    zone,
  ];
}

/**
 * One line of a receipt; cancellations and returns are negative. Gross less discount is always net:
 * a surcharge is a negative discount.
 */
export function saleRow(line: SaleLineRow, branchCode: string): string[] {
  const sign = line.kind === "sale" ? 1 : -1;
  return [
    line.day,
    oneLine(branchCode),
    oneLine(line.productCode),
    formatQuantity(sign * line.quantity),
    formatDecimal(sign * line.grossCents),
    formatDecimal(sign * (line.grossCents - line.netCents)),
    formatDecimal(sign * line.netCents),
    money(line.costCents === null ? null : sign * Math.round(line.costCents * line.quantity)),
    findOwn(CHANNEL, line.channel) ?? oneLine(line.channel),
  ];
}

/** One line of an invoice; what was cancelled or sent back is negative. */
export function purchaseRow(purchase: Purchase, line: PurchaseLine, branchCode: string): string[] {
  const sign = purchase.kind === "purchase" ? 1 : -1;
  return [
    purchase.day,
    oneLine(branchCode),
    purchase.supplierCnpj,
    oneLine(line.productCode),
    formatQuantity(sign * line.quantity),
    formatDecimal(line.unitPriceCents),
    line.bonus ? "S" : "N",
  ];
}

export function stockRow(stock: ProductStock, branchCode: string, day: string): string[] {
  return [
    day,
    oneLine(branchCode),
    oneLine(stock.productCode),
    formatQuantity(stock.quantity),
    known(stock.pendingQuantity),
    known(stock.dailyAverage),
  ];
}
