import type { Prescription } from "@/lib/core/controlled.ts";
import type { LocalTime } from "@/lib/core/local-time.ts";
import { formatDecimal, formatQuantity } from "@/lib/core/money.ts";
import type { ProductStock, SaleLineRow, SaleProgram } from "@/lib/core/movement.ts";
import type { CsvEntity } from "../profiles/csv-layout.ts";

/** Codes by which a panel may know a store: the contract's columns decide whether they travel. */
const CODES = ["codigo_rede", "codigo_loja"] as const;
type Code = (typeof CODES)[number];

export const SALES: CsvEntity<"VENDAS", Code> = {
  entity: "VENDAS",
  label: "Vendas",
  fields: [
    "cnpj",
    "data",
    "hora",
    "cupom",
    "ean",
    "registro_ms",
    "descricao",
    "qtd",
    "vl_bruto",
    "vl_desconto",
    "vl_liquido",
    "tipo_venda",
    "uf_crm",
    "nr_crm",
  ],
  extra: CODES,
  example: [
    "41902377000113",
    "2026-03-05",
    "10:45:10",
    "101",
    "7890006000011",
    "1000000010015",
    "Ácido fólico 5 mg; 30 comp.",
    "2",
    "20.00",
    "1.50",
    "18.50",
    "normal",
    "SP",
    "123456",
  ],
  numbers: ["qtd", "vl_bruto", "vl_desconto", "vl_liquido"],
  days: ["data"],
};
export const STOCK: CsvEntity<"ESTOQUE", Code> = {
  entity: "ESTOQUE",
  label: "Estoque",
  fields: ["cnpj", "data", "ean", "qtd"],
  extra: CODES,
  example: ["41902377000113", "2026-03-05", "7890006000011", "12.5"],
  numbers: ["qtd"],
  days: ["data"],
};

const SALE_KIND: Readonly<Record<SaleProgram, string>> = {
  "": "normal",
  pbm: "pbm",
  agreement: "convênio",
  popular: "farmácia popular",
};

/**
 * One line of a receipt; cancellations and returns are negative. Discount is what makes gross and net
 * agree, so that a surcharge appears as a negative discount and the row always adds up.
 */
export function saleRow(
  line: SaleLineRow,
  cnpj: string,
  local: LocalTime,
  prescription: Pick<Prescription, "prescriberState" | "prescriberNumber"> | undefined,
): string[] {
  const sign = line.kind === "sale" ? 1 : -1;
  const registration = /^\d{9,13}$/.test(line.msRegistration) ? line.msRegistration : "";
  return [
    cnpj,
    line.day,
    local.time,
    oneLine(line.number),
    line.ean,
    registration,
    oneLine(line.description),
    formatQuantity(sign * line.quantity),
    formatDecimal(sign * line.grossCents),
    formatDecimal(sign * (line.grossCents - line.netCents)),
    formatDecimal(sign * line.netCents),
    line.program === null ? "" : SALE_KIND[line.program],
    prescription?.prescriberState ?? "",
    prescription ? oneLine(prescription.prescriberNumber) : "",
  ];
}

/** Breaks and control characters would end the row or the file early. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
}

export function stockRow(stock: ProductStock, cnpj: string, day: string): string[] {
  return [cnpj, day, stock.ean, formatQuantity(stock.quantity)];
}
