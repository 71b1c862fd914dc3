import { parse } from "csv-parse/sync";
import { PartnerError } from "@/lib/core/errors.ts";

/**
 * Partners answer in the encoding they like, whatever they take: what is no UTF-8 is ISO-8859-1, to
 * which no byte is strange.
 */
function decode(content: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("windows-1252").decode(content);
  }
}

/**
 * Reads the named columns of a small delimited file of a partner, in whatever order it has them; it
 * may have others. One that lacks a column is `unexpected_shape`.
 */
export function readDelimited(
  content: Uint8Array,
  layout: { delimiter: string; header: readonly string[] },
): Array<Record<string, string>> {
  let records: string[][];
  try {
    records = parse(decode(content), {
      delimiter: layout.delimiter,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
    });
  } catch (cause) {
    throw new PartnerError(
      "unexpected_shape",
      "O arquivo de retorno do parceiro não pôde ser lido.",
      { cause },
    );
  }
  const [header = [], ...rows] = records;
  if (layout.header.some((column) => !header.includes(column)))
    throw new PartnerError(
      "unexpected_shape",
      `O arquivo de retorno do parceiro não tem as colunas ${layout.header.join(", ")}.`,
    );
  return rows.map((row) =>
    Object.fromEntries(layout.header.map((column) => [column, row[header.indexOf(column)] ?? ""])),
  );
}
