import { cleanDocument, isGtin } from "@/lib/core/documents.ts";
import { parseCents } from "@/lib/core/money.ts";
import { type Day, parseDay } from "@/lib/core/period.ts";
import {
  DocumentRefusal,
  type Finding,
  type InboxContext,
  refuseUnknownBranch,
} from "../document.ts";

/** The cells of one row by column name, and the line they stand on. */
export interface CsvRow {
  line: number;
  /** Bytes of the file up to and with this row. */
  bytes: number;
  wrongWidth: boolean;
  cells: ReadonlyMap<string, string>;
}

/** The cell's text; empty when the file has no such column. */
export function cell(row: CsvRow, name: string): string {
  return row.cells.get(name) ?? "";
}

/** Refuses the row's document, naming line and column. */
export function refuseCell(row: CsvRow, code: string, sentence: string): never {
  throw new DocumentRefusal(code, `Linha ${row.line}: ${sentence}`);
}

/** A cell that must not be empty. */
export function requiredCell(row: CsvRow, name: string, most = 200): string {
  const text = cell(row, name);
  if (text === "") refuseCell(row, "missing_value", `a coluna ${name} está vazia.`);
  return text.slice(0, most);
}

/** An amount; `fallback` when the cell is empty. */
export function centsCell<Fallback>(
  row: CsvRow,
  name: string,
  fallback: Fallback,
): number | Fallback {
  const text = cell(row, name).replace(/^R\$\s*/, "");
  if (text === "") return fallback;
  const cents = parseCents(text);
  if (cents === null || cents < 0 || cents > 999_999_999_999)
    refuseCell(row, "invalid_value", `a coluna ${name} não traz um valor válido (use 1234,56).`);
  return cents;
}

/** A quantity with comma or point, up to four places. */
export function quantityCell(
  row: CsvRow,
  name: string,
  options: { zero?: boolean; negative?: boolean } = {},
): number {
  const text = requiredCell(row, name);
  const plain = text.includes(",") ? text.replace(/\./g, "").replace(",", ".") : text;
  const value = /^-?\d{1,11}(\.\d{1,10})?$/.test(plain) ? Number(plain) : Number.NaN;
  const tooSmall = options.negative ? false : options.zero ? value < 0 : value <= 0;
  if (!Number.isFinite(value) || tooSmall)
    refuseCell(row, "invalid_value", `a coluna ${name} não traz uma quantidade válida.`);
  return Math.round(value * 10_000) / 10_000;
}

/** A day, dd/mm/aaaa or aaaa-mm-dd. */
export function dayCell(row: CsvRow, name: string): Day {
  const day = parseDay(requiredCell(row, name));
  if (!day)
    refuseCell(row, "invalid_value", `a coluna ${name} não traz uma data válida (use dd/mm/aaaa).`);
  return day;
}

/** The branch whose CNPJ the cell has. */
export function branchCell(row: CsvRow, context: InboxContext): number {
  return (
    context.branchIdByCnpj.get(cleanDocument(requiredCell(row, "cnpj_filial"))) ??
    refuseUnknownBranch("")
  );
}

/** An EAN; one with a wrong check digit is left out with a warning. */
export function checkEan(ean: string, row: CsvRow, warnings: Finding[]): string {
  if (ean === "" || ean.toUpperCase() === "SEM GTIN") return "";
  if (isGtin(ean)) return ean;
  warnings.push({
    documentKey: "",
    code: "wrong_ean",
    reason: `Linha ${row.line}: o EAN ${ean.slice(0, 20)} tem dígito verificador errado. O registro foi aceito sem ele; corrija o cadastro do produto na origem.`,
  });
  return "";
}
