import { foldName } from "@/lib/csv/fold-name.ts";
import { findSeparator, parseSepLine } from "@/lib/csv/read-dialect.ts";
import { createRecordReader, type CsvRecord } from "@/lib/csv/read-records.ts";
import { createLineSplitter, LineTooLong } from "@/lib/csv/split-lines.ts";
import { Refusal } from "./define-use-case.ts";

/** What a file's first row may name, and what it must. Names are compared without case and accents. */
export interface CsvShape<Field extends string> {
  columns: Readonly<Record<string, Field>>;
  required: readonly string[];
  maxRows: number;
  /** What a row is, in the plural: "empreendimentos". */
  plural: string;
}

/** One row under the names of its fields; a column that the file lacks is absent. */
export interface CsvRow<Field extends string> {
  line: number;
  values: Partial<Record<Field, string>>;
}

/** Reads a CSV: `;`, `,` or tab; the first row names the columns, in any order. Refuses the file when it is none. */
export function readCsvTable<Field extends string>(
  text: string,
  shape: CsvShape<Field>,
): CsvRow<Field>[] {
  const [header, ...records] = split(text);
  const names = (header?.cells ?? []).map(foldName);
  const missing = shape.required.filter((name) => !names.includes(name));
  if (missing.length > 0)
    refuse(
      `A primeira linha deve conter os nomes das colunas. ${missing.length === 1 ? "Falta" : "Faltam"}: ${missing.join(", ")}.`,
    );
  if (records.length === 0) refuse("O arquivo não tem linhas além do cabeçalho.");
  if (records.length > shape.maxRows)
    refuse(
      `O arquivo tem mais de ${shape.maxRows.toLocaleString("pt-BR")} ${shape.plural}. Divida-o em partes.`,
    );
  return records.map(({ cells, line }) => {
    const values: Partial<Record<Field, string>> = {};
    names.forEach((name, index) => {
      const field = Object.hasOwn(shape.columns, name) ? shape.columns[name] : undefined;
      // A spreadsheet that was given one of our exports may hand back the apostrophe that kept a formula from running.
      if (field) values[field] = (cells[index] ?? "").replace(/^'(?=[=+\-@])/, "");
    });
    return { line, values };
  });
}

/** Longest line: a name and an address take a hundredth of it. */
const MAX_LINE = 64 * 1024;

function split(text: string): CsvRecord[] {
  const lines = splitLines(text.replace(/^\uFEFF/, "").replace(/\u001A+$/, "")).filter(
    (line) => line.text.trim() !== "",
  );
  const told = parseSepLine(lines[0]?.text ?? "");
  const rows = told === null ? lines : lines.slice(1);
  const reader = createRecordReader(told ?? findSeparator(rows[0]?.text ?? ""));
  const records = [...rows.flatMap((line) => reader.push(line)), ...reader.end()];
  const broken = records.find(({ fault }) => fault !== null);
  return broken ? refuse(`Na linha ${broken.line}, ${broken.fault}.`) : records;
}

function splitLines(text: string) {
  const splitter = createLineSplitter(MAX_LINE);
  try {
    return [...splitter.push(text), ...splitter.end()];
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    return refuse(`A linha ${error.line} é grande demais para um CSV. Confira o arquivo.`);
  }
}

function refuse(message: string): never {
  throw new Refusal({ kind: "invalid", message, fields: { text: message } });
}
