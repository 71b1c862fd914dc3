import { parse } from "csv-parse/sync";
import { PartnerError } from "../../core/errors.ts";

/** Reads a small delimited file of a partner. A header that is not the expected one is `unexpected_shape`. */
export function readDelimited(content: Uint8Array, layout: { delimiter: string; header: readonly string[] }): Array<Record<string, string>> {
  let records: string[][];
  try {
    records = parse(new TextDecoder().decode(content), { delimiter: layout.delimiter, bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch (cause) {
    throw new PartnerError("unexpected_shape", "O arquivo de retorno do parceiro não pôde ser lido.", { cause });
  }
  const [header = [], ...rows] = records;
  if (header.join() !== layout.header.join()) throw new PartnerError("unexpected_shape", `O arquivo de retorno do parceiro não tem as colunas ${layout.header.join(", ")}.`);
  return rows.map((row) => Object.fromEntries(layout.header.map((column, index) => [column, row[index] ?? ""])));
}
