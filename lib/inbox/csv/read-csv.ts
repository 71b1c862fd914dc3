import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import type { InboxContext } from "../document.ts";
import { type Unit, UnreadableUpload } from "../unit.ts";
import { productUnits } from "./product-units.ts";
import { findRecordLayout, recordUnits } from "./record-units.ts";
import { type CsvRow, saleUnits } from "./sale-units.ts";

const MAX_ROW_BYTES = 64 * 1024;
const SALE_COLUMNS = [
  "cnpj_filial",
  "data",
  "cupom",
  "codigo",
  "descricao",
  "quantidade",
  "valor_unitario",
];
const PRODUCT_COLUMNS = ["codigo", "descricao"];

/** Reads a CSV on disk in the layouts of docs/csv.md; which one it is, its header row tells. */
export async function* readCsv(
  path: string,
  context: InboxContext,
  skip = 0,
): AsyncGenerator<Unit> {
  const rows = readRows(path, await detectEncoding(path));
  const header = await rows.next();
  if (header.done) throw new UnreadableUpload("O arquivo está vazio.");
  const columns = header.value.cells.map(foldName);
  const body = namedRows(rows, columns);
  const layout = findRecordLayout(columns);
  if (layout) {
    requireColumns(columns, layout.required);
    yield* recordUnits(body, layout, context, skip);
  } else if (columns.includes("cupom")) {
    requireColumns(columns, SALE_COLUMNS);
    yield* saleUnits(body, context, skip);
  } else {
    requireColumns(columns, PRODUCT_COLUMNS);
    yield* productUnits(body, context, skip);
  }
}

function requireColumns(columns: readonly string[], required: readonly string[]): void {
  const missing = required.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new UnreadableUpload(
      `A primeira linha do CSV precisa dos nomes das colunas separados por ponto e vírgula. Faltam: ${missing.join(", ")}.`,
    );
  const repeated = columns.find((name, index) => name !== "" && columns.indexOf(name) !== index);
  if (repeated)
    throw new UnreadableUpload(
      `A coluna ${repeated.slice(0, 40)} aparece mais de uma vez na primeira linha do CSV.`,
    );
}

async function* namedRows(
  rows: AsyncGenerator<{ line: number; bytes: number; cells: string[] }>,
  columns: readonly string[],
): AsyncGenerator<CsvRow> {
  for await (const { line, bytes, cells } of rows) {
    yield {
      line,
      bytes,
      wrongWidth: cells.length > columns.length,
      cells: new Map(columns.map((name, index) => [name, (cells[index] ?? "").trim()])),
    };
  }
}

async function* readRows(
  path: string,
  encoding: string,
): AsyncGenerator<{ line: number; bytes: number; cells: string[] }> {
  const parser = parse({
    delimiter: ";",
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: MAX_ROW_BYTES,
  });
  const source = Readable.from(decode(path, encoding));
  source.on("error", (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser) as AsyncIterable<{
      info: { lines: number; bytes: number };
      record: string[];
    }>) {
      yield {
        line: record.info.lines,
        bytes: record.info.bytes,
        cells: record.record.map((cell) => cell.replace(/[\u0000-\u001F\u007F]+/g, " ")),
      };
    }
  } catch (error) {
    if (
      typeof (error as CsvError).code === "string" &&
      (error as CsvError).code.startsWith("CSV_")
    ) {
      throw new UnreadableUpload(
        `A partir da linha ${(error as CsvError & { lines?: number }).lines ?? "indicada"} o CSV não pôde ser lido: há aspas que não fecham ou uma linha grande demais. As linhas anteriores foram salvas. Corrija e envie o restante.`,
      );
    }
    throw error;
  } finally {
    source.destroy();
  }
}

async function* decode(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of createReadStream(path))
    yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

/** UTF-8 if every byte of it is; otherwise what Windows programs write. */
async function detectEncoding(path: string): Promise<string> {
  const file = await open(path);
  try {
    const start = new Uint8Array(2);
    await file.read(start, 0, 2, 0);
    if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff))
      throw new UnreadableUpload("O CSV está em UTF-16. Salve-o como CSV UTF-8 e envie novamente.");
  } finally {
    await file.close();
  }
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of createReadStream(path)) {
    try {
      decoder.decode(chunk as Buffer, { stream: true });
    } catch {
      return "windows-1252";
    }
  }
  return "utf-8";
}

/** "Valor Unitário" and "valor_unitario" are the same column. */
export function foldName(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
}
