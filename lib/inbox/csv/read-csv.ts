import { foldName } from "@/lib/csv/fold-name.ts";
import { CORRECTION_COLUMN } from "@/lib/csv/correction-column.ts";
import { parseSepLine, findSeparator, type Separator } from "@/lib/csv/read-dialect.ts";
import { createRecordReader, type CsvRecord } from "@/lib/csv/read-records.ts";
import { createLineSplitter, LineTooLong, type TextLine } from "@/lib/csv/split-lines.ts";
import type { InboxContext } from "../document.ts";
import { type Unit, UnreadableUpload } from "../unit.ts";
import { countBytes, type CsvEncoding, readText, detectEncoding } from "./read-text.ts";
import type { Grouping } from "./group-rows.ts";
import { findFault, isTooWide, markTorn, type PlacedRecord } from "./find-faults.ts";
import { productUnits } from "./product-units.ts";
import type { CsvRow } from "./read-cells.ts";
import { findRecordLayout, groupingOf, type RecordLayout, recordUnits } from "./record-units.ts";
import { SALE_GROUPING, saleUnits } from "./sale-units.ts";
import { findScattered, type ScatteredKeys } from "./scattered-keys.ts";
import { type ColumnSurvey, createColumnSurvey } from "./survey-columns.ts";

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
  const { encoding, layout, kind } = await readLayout(path);
  const { survey, scattered } = await surveyRows(path, encoding, layout);
  const rows = namedRows(readRecords(path, encoding), layout, survey);
  if (kind) yield* recordUnits(rows, kind, context, skip, scattered);
  else if (layout.grouping) yield* saleUnits(rows, context, skip, scattered);
  else yield* productUnits(rows, context, skip);
}

/** How a file is written, and what it holds; null = no records, but receipts or products. */
export async function readLayout(
  path: string,
): Promise<{ encoding: CsvEncoding; layout: Layout; kind: RecordLayout | null }> {
  const encoding = await detectEncoding(path);
  const header = (await readRecords(path, encoding).next()).value as PlacedRecord | undefined;
  if (!header) throw new UnreadableUpload("O arquivo está vazio.");
  if (header.fault)
    throw new UnreadableUpload(
      `Na linha ${header.line}, a dos nomes das colunas, ${header.fault}.`,
    );
  const columns = header.cells.map(foldName);
  const kind = findRecordLayout(columns) ?? null;
  const isSale = !kind && columns.includes("cupom");
  const required = kind?.required ?? (isSale ? SALE_COLUMNS : PRODUCT_COLUMNS);
  requireColumns(columns, required);
  return {
    encoding,
    kind,
    layout: {
      columns,
      required,
      grouping: kind ? groupingOf(kind) : isSale ? SALE_GROUPING : null,
      separator: header.separator,
    },
  };
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

/** What only the whole file shows: how its columns are written, and documents that are torn apart. */
export async function surveyRows(
  path: string,
  encoding: CsvEncoding,
  layout: Layout,
): Promise<{ survey: ColumnSurvey; scattered: ScatteredKeys }> {
  const { columns, grouping, separator } = layout;
  const survey = createColumnSurvey(columns, separator);
  const watch = async function* (): AsyncGenerator<PlacedRecord> {
    let first = true;
    try {
      for await (const record of readRecords(path, encoding)) {
        if (!first && record.fault === null) survey.look(record.cells, /[\r\n]$/.test(record.raw));
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
  const nothing = { marks: new Map(), monthFirst: new Set<string>(), leastCells: 0 };
  const rows = namedRows(watch(), layout, nothing);
  if (grouping) return { scattered: await findScattered(rows, grouping), survey: survey.end() };
  for await (const _row of rows);
  return { scattered: new Set(), survey: survey.end() };
}

/** What the line of the columns' names tells of a file. */
export interface Layout {
  columns: readonly string[];
  required: readonly string[];
  grouping: Grouping | null;
  separator: Separator;
}

/** The rows behind the line of the names, each cell under its column's. */
export async function* namedRows(
  records: AsyncGenerator<PlacedRecord>,
  { columns, required }: Layout,
  survey: ColumnSurvey,
): AsyncGenerator<CsvRow> {
  let first = true;
  let head = "";
  const clean = columns[0] === CORRECTION_COLUMN ? withoutGuard : (cell: string) => cell;
  for await (const record of markTorn(records, columns, required)) {
    const { line, bytes, cells } = record;
    if (!first) {
      const fault = record.torn ?? findFault(record, columns, survey.leastCells);
      yield {
        line,
        bytes,
        survey,
        raw: withoutEnd(record.raw),
        head,
        cells: new Map(columns.map((name, index) => [name, clean(cells[index] ?? "")])),
        fault,
        unread: fault === null ? [] : columns.slice(fault.readable),
      };
    }
    if (first) head = withoutEnd(record.raw);
    first = false;
  }
}

const withoutEnd = (raw: string) => raw.replace(/[\r\n]+$/, "");
/** The apostrophe with which the lines that we give back keep a formula from running. */
const withoutGuard = (cell: string) => cell.replace(/^'(?='*[=+\-@])/, "");

class UnreadableLine extends UnreadableUpload {}

/** The rows of the file, the one with the columns' names first. */
export async function* readRecords(
  path: string,
  encoding: CsvEncoding,
): AsyncGenerator<PlacedRecord> {
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
    // No `yield*` a line: it costs several turns of the loop also where a line holds nothing.
    for await (const piece of readText(path, encoding))
      for (const line of splitter.push(piece)) for (const record of take(line)) yield record;
    for (const line of splitter.end()) for (const record of take(line)) yield record;
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    throw new UnreadableLine(
      `A linha ${error.line} do CSV é grande demais e não pôde ser lida. As linhas anteriores foram salvas. Corrija e envie o restante.`,
    );
  }
  const last = reader as ReturnType<typeof createRecordReader> | null;
  if (last) yield* last.end().map(place);
}
