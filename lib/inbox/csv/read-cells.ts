import { cleanDocument, isGtin } from "@/lib/core/documents.ts";
import { parseCents } from "@/lib/core/money.ts";
import { type Day, parseDay } from "@/lib/core/period.ts";
import { findDamage } from "./find-damage.ts";
import { type DecimalMark, plainNumber } from "./plain-number.ts";
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
  cells: ReadonlyMap<string, string>;
  /** Why the line as a whole is not taken; null when nothing is wrong with it. */
  fault: { code: string; sentence: string } | null;
  /** Columns behind the place where a faulty line ceases to be readable. */
  unread: readonly string[];
  /** What each column of numbers shows of its decimal mark in the whole file. */
  marks: ReadonlyMap<string, DecimalMark>;
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

/** Refuses a line that cannot be read, and one in which a spreadsheet lost what a column of ours held. */
export function refuseDamaged(row: CsvRow, columns: readonly string[]): void {
  if (row.fault) refuseCell(row, row.fault.code, row.fault.sentence);
  for (const name of columns) {
    const damage = findDamage(name, cell(row, name));
    if (damage) refuseCell(row, "spreadsheet_damage", damage);
  }
}

/**
 * The cell's number as digits with a decimal point; empty when the cell is. "1.299" is refused unless
 * its column shows elsewhere what a point means: thousands taken for decimals are another price.
 */
export function numberCell(row: CsvRow, name: string, text = cell(row, name)): string {
  if (text === "") return "";
  const read = plainNumber(text, row.marks.get(name) ?? "unclear");
  if (read === null)
    refuseCell(
      row,
      "invalid_value",
      `a coluna ${name} não traz um número válido: ${text.slice(0, 30)} (use 1234,56).`,
    );
  if ("readings" in read)
    refuseCell(
      row,
      "ambiguous_number",
      `a coluna ${name} traz ${text}, que pode ser ${read.readings[0]} ou ${read.readings[1]}. Escreva ${read.readings[0]} sem separador de milhar, ou ${read.readings[1]} com mais ou menos casas decimais.`,
    );
  return read.plain;
}

/** An amount; `fallback` when the cell is empty. */
export function centsCell<Fallback>(
  row: CsvRow,
  name: string,
  fallback: Fallback,
): number | Fallback {
  const text = numberCell(row, name);
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
  requiredCell(row, name);
  const plain = numberCell(row, name);
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
