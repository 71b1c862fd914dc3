import { cleanDocument, isGtin } from "@/lib/core/documents.ts";
import { foldName } from "@/lib/csv/fold-name.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { parseCents } from "@/lib/core/money.ts";
import { type Day, parseDay } from "@/lib/core/period.ts";
import { findDamage } from "./find-damage.ts";
import { plainNumber } from "./plain-number.ts";
import type { ColumnSurvey } from "./survey-columns.ts";
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
  /** As it stands in the file, and the line of the columns' names. */
  raw: string;
  head: string;
  /** Why the line as a whole is not taken; null when nothing is wrong with it. */
  fault: { code: string; sentence: string } | null;
  /** Columns behind the place where a faulty line ceases to be readable. */
  unread: readonly string[];
  /** What only the whole file shows of how its columns are written. */
  survey: Pick<ColumnSurvey, "marks" | "monthFirst">;
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
  const text = textCell(row, name, most);
  if (text === "") refuseCell(row, "missing_value", `a coluna ${name} está vazia.`);
  return text;
}

/** A cell's text; one that is too long is refused, since two codes cut short may be one. */
export function textCell(row: CsvRow, name: string, most: number): string {
  const text = cell(row, name);
  if (text.length > most)
    refuseCell(
      row,
      "too_long",
      `a coluna ${name} tem ${formatCount(text.length, "letra", "letras")}, e aceita até ${most}.`,
    );
  return text;
}

/** A code of digits or letters without the marks between them: NCM 3401.11.90 is 34011190. */
export function codeCell(row: CsvRow, name: string, most: number): string {
  const code = cell(row, name).replace(/[.\-/\s]/g, "");
  if (code.length > most)
    refuseCell(
      row,
      "too_long",
      `a coluna ${name} traz ${cell(row, name).slice(0, 30)}, e aceita até ${formatCount(most, "dígito", "dígitos")}.`,
    );
  return code;
}

/** A description: what goes beyond 200 letters is left out, and a warning says so. */
export function descriptionCell(row: CsvRow, warnings: Finding[]): string {
  const text = requiredCell(row, "descricao", Number.POSITIVE_INFINITY);
  if (text.length > 200)
    warnings.push({
      documentKey: "",
      code: "description_cut",
      reason: `Linha ${row.line}: a descrição passa de 200 letras e foi guardada até ali.`,
    });
  return text.slice(0, 200);
}

/** Yes or no; null when the cell is empty. */
export function flagCell(row: CsvRow, name: string): boolean | null {
  const word = foldName(cell(row, name));
  if (word === "") return null;
  if (["s", "sim", "1", "true", "ativo"].includes(word)) return true;
  if (["n", "nao", "0", "false", "inativo"].includes(word)) return false;
  return refuseCell(row, "invalid_value", `a coluna ${name} aceita S ou N.`);
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
  const read = plainNumber(text, row.survey.marks.get(name) ?? "unclear");
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
  if (placesOf(text) > 2)
    refuseCell(
      row,
      "too_fine",
      `a coluna ${name} traz ${cell(row, name)}, e um valor em reais tem até duas casas decimais.`,
    );
  return cents;
}

/** The amount of one unit in cents, with all its decimal places: it is rounded after it was multiplied. */
export function unitAmountCell(row: CsvRow, name: string): number | null {
  const text = numberCell(row, name);
  if (text === "") return null;
  const value = Number(text);
  if (placesOf(text) > 10 || !(value >= 0 && value <= 9_999_999_999))
    refuseCell(row, "invalid_value", `a coluna ${name} não traz um valor válido (use 1234,56).`);
  return value * 100;
}

/** Decimal places that say something. */
const placesOf = (plain: string) => (plain.split(".")[1] ?? "").replace(/0+$/, "").length;

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
  if (placesOf(plain) > 4)
    refuseCell(
      row,
      "too_fine",
      `a coluna ${name} traz ${cell(row, name)}, e uma quantidade tem até quatro casas decimais.`,
    );
  return value;
}

/** A day, dd/mm/aaaa or aaaa-mm-dd. */
export function dayCell(row: CsvRow, name: string): Day {
  const day = parseDay(dayText(row, name) || requiredCell(row, name));
  if (!day)
    refuseCell(row, "invalid_value", `a coluna ${name} não traz uma data válida (use dd/mm/aaaa).`);
  return day;
}

/** The day as it is written; refused where its column shows that the month may stand first. */
export function dayText(row: CsvRow, name: string): string {
  const text = cell(row, name);
  const [one = "", two = "", year = ""] = text.split("/");
  if (row.survey.monthFirst.has(name) && one !== two && Number(one) <= 12 && Number(two) <= 12)
    refuseCell(
      row,
      "ambiguous_date",
      `a coluna ${name} traz ${text}, que pode ser ${one}/${two}/${year} ou ${two}/${one}/${year}: no mesmo arquivo ela tem datas com o mês antes do dia ou sem o zero na frente, como uma planilha em inglês as grava. Formate a coluna como dd/mm/aaaa e salve novamente.`,
    );
  return text;
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
