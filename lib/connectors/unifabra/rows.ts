import type { LocalTime } from "@/lib/core/local-time.ts";
import { formatDecimal, formatQuantity } from "@/lib/core/money.ts";
import type { Product, ProductStock, SaleLineRow } from "@/lib/core/movement.ts";
import type { CsvEntity } from "../profiles/csv-layout.ts";
import { cleanText, gtinOrNull, registrationOrNull } from "../profiles/wire-text.ts";

/** The codes by which the network knows a store. */
export interface Associate {
  store: string;
  network: string;
  cnpj: string;
}

export const SALES: CsvEntity<"VENDAS", never> = {
  entity: "VENDAS",
  label: "Vendas",
  fields: [
    "codigo_associado",
    "codigo_associacao",
    "cnpj",
    "data",
    "hora",
    "cupom",
    "tipo",
    "codigo_produto",
    "ean",
    "descricao",
    "marca_propria",
    "qtd",
    "vl_bruto",
    "vl_desconto",
    "vl_liquido",
  ],
  example: [
    "501",
    "77",
    "41902377000113",
    "2026-03-05",
    "10:45:10",
    "101",
    "V",
    "1001",
    "7890006000011",
    "Ácido fólico 5 mg; 30 comp.",
    "N",
    "2",
    "20.00",
    "1.50",
    "18.50",
  ],
  numbers: ["qtd", "vl_bruto", "vl_desconto", "vl_liquido"],
  days: ["data"],
};
export const STOCK: CsvEntity<"ESTOQUE", never> = {
  entity: "ESTOQUE",
  label: "Estoque",
  fields: ["codigo_associado", "codigo_associacao", "cnpj", "data", "codigo_produto", "ean", "qtd"],
  example: ["501", "77", "41902377000113", "2026-03-05", "1001", "7890006000011", "12.5"],
  numbers: ["qtd"],
  days: ["data"],
};
export const PRODUCTS: CsvEntity<"PRODUTOS", never> = {
  entity: "PRODUTOS",
  label: "Produtos",
  fields: [
    "codigo_associado",
    "codigo_associacao",
    "codigo_produto",
    "ean",
    "descricao",
    "marca",
    "registro_ms",
    "marca_propria",
    "ativo",
  ],
  example: [
    "501",
    "77",
    "1001",
    "7890006000011",
    "Ácido fólico 5 mg; 30 comp.",
    "Genérico",
    "1000000010015",
    "N",
    "S",
  ],
  numbers: [],
};

const KIND = { sale: "V", cancellation: "C", return: "D" } as const;
const yes = (value: boolean) => (value ? "S" : "N");

/**
 * One line of a receipt. Cancellations and returns are rows of their own kind, negative, so that a
 * sum of the file is what was really sold.
 */
export function saleRow(
  line: SaleLineRow,
  local: LocalTime,
  by: Associate,
  ownBrand: boolean,
): string[] {
  const sign = line.kind === "sale" ? 1 : -1;
  return [
    by.store,
    by.network,
    by.cnpj,
    line.day,
    local.time,
    cleanText(line.number),
    KIND[line.kind],
    cleanText(line.productCode),
    line.ean,
    cleanText(line.description),
    yes(ownBrand),
    formatQuantity(sign * line.quantity),
    formatDecimal(sign * line.grossCents),
    formatDecimal(sign * (line.grossCents - line.netCents)),
    formatDecimal(sign * line.netCents),
  ];
}

export function stockRow(
  stock: ProductStock,
  quantity: number,
  by: Associate,
  day: string,
): string[] {
  return [
    by.store,
    by.network,
    by.cnpj,
    day,
    cleanText(stock.productCode),
    stock.ean,
    formatQuantity(quantity),
  ];
}

export function productRow(product: Product, by: Associate): string[] {
  return [
    by.store,
    by.network,
    cleanText(product.code),
    gtinOrNull(product.eans[0] ?? "") ?? "",
    cleanText(product.description) || cleanText(product.code),
    cleanText(product.brand),
    registrationOrNull(product.msRegistration) ?? "",
    yes(product.ownBrand),
    yes(product.active),
  ];
}
