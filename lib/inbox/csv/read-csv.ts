import { foldName } from "@/lib/csv/fold-name.ts";
import { parseSepLine, findSeparator, type Separator } from "@/lib/csv/read-dialect.ts";
import { createRecordReader, type CsvRecord } from "@/lib/csv/read-records.ts";
import { createLineSplitter, LineTooLong, type TextLine } from "@/lib/csv/split-lines.ts";
import type { InboxContext } from "../document.ts";
import { type Unit, UnreadableUpload } from "../unit.ts";
import { countBytes, type CsvEncoding, decodeFile, detectEncoding } from "./decode-file.ts";
import type { Grouping } from "./group-rows.ts";
import type { DecimalMark } from "./plain-number.ts";
import { productUnits } from "./product-units.ts";
import type { CsvRow } from "./read-cells.ts";
import { findRecordLayout, groupingOf, recordUnits } from "./record-units.ts";
import { SALE_GROUPING, saleUnits } from "./sale-units.ts";
import { findScattered, type ScatteredKeys } from "./scattered-keys.ts";
import { createMarkSurvey } from "./survey-columns.ts";

const MAX_LINE = 64 * 1024;
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

/**
 * Reads a CSV on disk in the layouts of docs/csv.md; which one it is, its header row tells. The file
 * is gone through twice: what its columns and documents look like is known before the first is read.
 */
export async function* readCsv(
  path: string,
  context: InboxContext,
  skip = 0,
): AsyncGenerator<Unit> {
  const encoding = await detectEncoding(path);
  const header = (await readRecords(path, encoding).next()).value as PlacedRecord | undefined;
  if (!header) throw new UnreadableUpload("O arquivo está vazio.");
  if (header.fault)
    throw new UnreadableUpload(
      `Na linha ${header.line}, a dos nomes das colunas, ${header.fault}.`,
    );
  const columns = header.cells.map(foldName);
  const layout = findRecordLayout(columns);
  const isSale = !layout && columns.includes("cupom");
  requireColumns(columns, layout?.required ?? (isSale ? SALE_COLUMNS : PRODUCT_COLUMNS));
  const grouping = layout ? groupingOf(layout) : isSale ? SALE_GROUPING : null;
  const { marks, scattered } = await surveyRows(path, encoding, columns, grouping);
  const rows = namedRows(readRecords(path, encoding), columns, marks);
  if (layout) yield* recordUnits(rows, layout, context, skip, scattered);
  else if (isSale) yield* saleUnits(rows, context, skip, scattered);
  else yield* productUnits(rows, context, skip);
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

/** What only the whole file shows: the decimal mark of each column, and documents that are torn apart. */
async function surveyRows(
  path: string,
  encoding: CsvEncoding,
  columns: readonly string[],
  grouping: Grouping | null,
): Promise<{ marks: ReadonlyMap<string, DecimalMark>; scattered: ScatteredKeys }> {
  const survey = createMarkSurvey(columns);
  const watch = async function* (): AsyncGenerator<PlacedRecord> {
    let first = true;
    try {
      for await (const record of readRecords(path, encoding)) {
        if (!first && record.fault === null) survey.look(record.cells);
        if (record.separator === "," && isTooWide(record.cells, columns))
          throw new UnreadableUpload(
            `O CSV tem vírgula entre as colunas e, na linha ${record.line}, vírgulas demais: os valores também a usam, e não se sabe qual é qual. O Excel em inglês e planilhas on-line gravam assim. Salve com ponto e vírgula entre as colunas e envie novamente.`,
          );
        first = false;
        yield record;
      }
    } catch (error) {
      // What comes before a line without end is still read, and the second time through says so.
      if (!(error instanceof UnreadableLine)) throw error;
    }
  };
  const rows = namedRows(watch(), columns, new Map());
  if (grouping) return { scattered: await findScattered(rows, grouping), marks: survey.marks() };
  for await (const _row of rows);
  return { scattered: new Set(), marks: survey.marks() };
}

const isTooWide = (cells: readonly string[], columns: readonly string[]) =>
  cells.slice(columns.length).some((cell) => cell !== "");

async function* namedRows(
  records: AsyncGenerator<PlacedRecord>,
  columns: readonly string[],
  marks: ReadonlyMap<string, DecimalMark>,
): AsyncGenerator<CsvRow> {
  let first = true;
  for await (const record of records) {
    const { line, bytes, cells } = record;
    if (!first)
      yield {
        line,
        bytes,
        marks,
        cells: new Map(columns.map((name, index) => [name, cells[index] ?? ""])),
        fault: faultOf(record, columns),
        unread: record.fault === null ? [] : columns.slice(cells.length),
      };
    first = false;
  }
}

function faultOf(record: PlacedRecord, columns: readonly string[]): CsvRow["fault"] {
  const { cells, fault, separator } = record;
  if (fault !== null) return { code: "wrong_quotes", sentence: `${fault}.` };
  if (isTooWide(cells, columns))
    return {
      code: "wrong_width",
      sentence:
        "há mais colunas do que nomes na primeira linha. Um texto com ponto e vírgula precisa de aspas.",
    };
  // Between commas a missing cell and a decimal comma make up for each other, and nobody sees it.
  return separator === "," && cells.length < columns.length
    ? {
        code: "wrong_width",
        sentence:
          "há menos colunas do que nomes na primeira linha. Em um CSV com vírgulas, cada linha precisa de todas as colunas, mesmo vazias.",
      }
    : null;
}

interface PlacedRecord extends CsvRecord {
  /** Bytes of the file up to and with this row. */
  bytes: number;
  separator: Separator;
}

class UnreadableLine extends UnreadableUpload {}

/** The rows of the file, the one with the columns' names first. */
async function* readRecords(path: string, encoding: CsvEncoding): AsyncGenerator<PlacedRecord> {
  const splitter = createLineSplitter(MAX_LINE);
  let separator: Separator | null = null;
  let reader: ReturnType<typeof createRecordReader> | null = null;
  let bytes = 0;
  const place = (record: CsvRecord): PlacedRecord => ({
    ...record,
    bytes,
    separator: separator ?? ";",
  });
  const take = (line: TextLine): PlacedRecord[] => {
    bytes += countBytes(line.raw, encoding);
    if (reader === null) {
      if (line.text.trim() === "") return [];
      const told: Separator | null = separator === null ? parseSepLine(line.text) : null;
      if (told) {
        separator = told;
        return [];
      }
      separator ??= findSeparator(line.text);
      reader = createRecordReader(separator);
    }
    return reader.push(line).map(place);
  };
  try {
    for await (const piece of decodeFile(path, encoding))
      for (const line of splitter.push(piece)) yield* take(line);
    for (const line of splitter.end()) yield* take(line);
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    throw new UnreadableLine(
      `A linha ${error.line} do CSV é grande demais e não pôde ser lida. As linhas anteriores foram salvas. Corrija e envie o restante.`,
    );
  }
  const last = reader as ReturnType<typeof createRecordReader> | null;
  if (last) yield* last.end().map(place);
}
