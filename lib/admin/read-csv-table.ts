import { parse } from "csv-parse/sync";
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
  const names = (header?.record ?? []).map((name) =>
    name
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .trim()
      .toLowerCase(),
  );
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
  return records.map(({ record, info }) => {
    const values: Partial<Record<Field, string>> = {};
    names.forEach((name, index) => {
      const field = Object.hasOwn(shape.columns, name) ? shape.columns[name] : undefined;
      // A spreadsheet that was given one of our exports may hand back the apostrophe that kept a formula from running.
      if (field) values[field] = (record[index] ?? "").trim().replace(/^'(?=[=+\-@])/, "");
    });
    return { line: info.lines, values };
  });
}

function split(text: string): { record: string[]; info: { lines: number } }[] {
  const first = text.slice(0, text.indexOf("\n") >>> 0);
  const delimiter = [";", "\t", ","].find((candidate) => first.includes(candidate)) ?? ";";
  try {
    return parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      relax_quotes: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
  } catch {
    // The library's message quotes the file's content; ours says what to do.
    return refuse("O arquivo não é um CSV válido. Confira as aspas e salve-o como CSV em UTF-8.");
  }
}

function refuse(message: string): never {
  throw new Refusal({ kind: "invalid", message, fields: { text: message } });
}
