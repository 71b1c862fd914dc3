import { parse } from "csv-parse/sync";
import { isCnpj } from "@/lib/core/documents.ts";
import { isDay } from "@/lib/core/period.ts";

/** One row that the partner refuses. */
export interface RowRefusal {
  line: number;
  code: string;
  message: string;
}

/** What the partner makes of a file. `fileProblems` refuse the whole of it. */
export interface CsvCheck<Entity extends string = string> {
  entity: Entity | null;
  rows: number;
  fileProblems: string[];
  refusals: RowRefusal[];
}

/** A row by its column names. */
export type CsvRow = Readonly<Record<string, string>>;

/** How a partner of the profile reads: its files with their columns, and what it thinks of a row. */
export interface CsvRules<Entity extends string> {
  columns: Readonly<Record<Entity, readonly string[]>>;
  checkRow(entity: Entity, row: CsvRow, cnpj: string, day: string): Omit<RowRefusal, "line"> | null;
  /** What may stand only once in a file of this entity; null where a row may come again. */
  keyOf?(entity: Entity, row: CsvRow): string | null;
}

const DAY_MS = 86_400_000;

/** {ENTIDADE}_{CNPJ14}_{AAAAMMDD}_{SEQ3}.csv */
const NAME = /^([A-Z_]+)_([0-9A-Z]{12}\d{2})_(\d{4})(\d{2})(\d{2})_(\d{3})\.csv$/;

/** Reads a received file as a partner of the profile does: name, encoding, line ends, header, then row by row. */
export function checkCsv<Entity extends string>(
  name: string,
  bytes: Buffer,
  rules: CsvRules<Entity>,
): CsvCheck<Entity> {
  const result: CsvCheck<Entity> = { entity: null, rows: 0, fileProblems: [], refusals: [] };
  const fail = (problem: string) => {
    result.fileProblems.push(problem);
    return result;
  };
  const [, entity = "", cnpj = "", year, month, date] = NAME.exec(name) ?? [];
  if (!Object.hasOwn(rules.columns, entity))
    return fail("Nome fora do padrão {ENTIDADE}_{CNPJ14}_{AAAAMMDD}_{SEQ3}.csv");
  const known = entity as Entity;
  const day = `${year}-${month}-${date}`;
  result.entity = known;
  if (!isCnpj(cnpj)) result.fileProblems.push("CNPJ do nome não é válido");
  if (!isDay(day)) result.fileProblems.push("Data do nome não existe");
  else if (day > new Date(Date.now() + DAY_MS).toISOString().slice(0, 10))
    result.fileProblems.push("Data do nome ainda não chegou");

  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail("Arquivo não está em UTF-8");
  }
  if (text.startsWith("\ufeff")) return fail("Arquivo começa com BOM");
  if (/[^\r]\n|\r(?!\n)/.test(text)) return fail("Linhas devem terminar com CRLF");
  if (!text.endsWith("\r\n")) return fail("Última linha sem CRLF: o arquivo pode estar cortado");
  const columns = rules.columns[known];
  const header = text.slice(0, text.indexOf("\r\n"));
  if (header !== columns.join(";")) return fail(`Cabeçalho diferente de ${columns.join(";")}`);

  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter: ";",
      from_line: 2,
      record_delimiter: "\r\n",
      relax_column_count: true,
    });
  } catch {
    return fail("Aspas sem par");
  }
  result.rows = rows.length;
  const seen = new Set<string>();
  rows.forEach((values, index) => {
    const line = index + 2;
    if (values.length !== columns.length)
      return void result.refusals.push({
        line,
        code: "COLUNAS",
        message: `${values.length} colunas em vez de ${columns.length}`,
      });
    const row = toRow(columns, values);
    const key = rules.keyOf?.(known, row) ?? null;
    const refusal =
      rules.checkRow(known, row, cnpj, day) ??
      (key !== null && seen.has(key)
        ? { code: "LINHA_REPETIDA", message: `${key} aparece duas vezes no arquivo` }
        : null);
    if (key !== null) seen.add(key);
    if (refusal) result.refusals.push({ line, ...refusal });
  });
  return result;
}

const toRow = (columns: readonly string[], values: readonly string[]): CsvRow =>
  Object.fromEntries(columns.map((column, position) => [column, values[position] ?? ""]));

/** The rows of a file that was found right. */
export function readRows(bytes: Buffer, columns: readonly string[]): CsvRow[] {
  const rows: string[][] = parse(bytes.toString("utf8"), {
    delimiter: ";",
    from_line: 2,
    record_delimiter: "\r\n",
    relax_column_count: true,
  });
  return rows.map((values) => toRow(columns, values));
}
