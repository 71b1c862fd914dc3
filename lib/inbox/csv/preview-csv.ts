import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CsvPreview, PreviewCell } from "@/lib/core/csv-preview.ts";
import { formatDay, parseDay } from "@/lib/core/period.ts";
import type { Separator } from "@/lib/csv/read-dialect.ts";
import { DocumentRefusal } from "../document.ts";
import { findDamage } from "./find-damage.ts";
import { PRODUCT_FILE } from "./product-units.ts";
import { type CsvRow, dayText, numberCell } from "./read-cells.ts";
import { namedRows, readLayout, readRecords, surveyRows } from "./read-csv.ts";
import type { CsvEncoding } from "./read-text.ts";
import { columnsOf, type RecordLayout } from "./record-units.ts";
import { SALE_FILE } from "./sale-units.ts";
import { type ColumnSurvey, isDayColumn, isNumberColumn } from "./survey-columns.ts";

const MOST_ROWS = 20;
const SEPARATOR: Record<Separator, string> = {
  ";": "ponto e vírgula",
  "\t": "tabulação",
  ",": "vírgula",
};
const ENCODING: Record<CsvEncoding, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  "windows-1252": "Windows-1252",
};
const MARK = {
  comma: "número com vírgula decimal",
  point: "número com ponto decimal",
  mixed: "número, com vírgulas e pontos decimais",
  unclear: "número",
};

/**
 * Shows how the beginning of a CSV is read, by the reader of imports itself. `whole` tells whether
 * it is all of the file: else its last line is left out, of which only a part may be here.
 */
export async function previewCsv(start: Uint8Array, whole: boolean): Promise<CsvPreview> {
  const directory = await mkdtemp(path.join(tmpdir(), "enlace-preview-"));
  try {
    const file = path.join(directory, "inicio.csv");
    await writeFile(file, whole ? start : withoutLastLine(start));
    return await describeFile(file);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Up to the last line's end; in UTF-16 that is two bytes, one of them empty. */
function withoutLastLine(bytes: Uint8Array): Uint8Array {
  const at = bytes.lastIndexOf(0x0a);
  if (at < 0) return bytes;
  return bytes.subarray(0, bytes[at + 1] === 0 && bytes[0] !== 0xfe ? at + 2 : at + 1);
}

async function describeFile(file: string): Promise<CsvPreview> {
  const { encoding, layout, kind } = await readLayout(file);
  const { survey } = await surveyRows(file, encoding, layout);
  const known = kind ? columnsOf(kind) : layout.grouping ? SALE_FILE : PRODUCT_FILE;
  const rows: CsvPreview["rows"] = [];
  for await (const row of namedRows(readRecords(file, encoding), layout, survey)) {
    rows.push(describeRow(row, layout.columns));
    if (rows.length >= MOST_ROWS) break;
  }
  return {
    kind: kindOf(kind, layout.grouping !== null),
    encoding: ENCODING[encoding],
    separator: SEPARATOR[layout.separator],
    columns: layout.columns.map((name) => ({
      name,
      reading: known.includes(name) ? readingOf(name, survey) : null,
    })),
    rows,
  };
}

const kindOf = (kind: RecordLayout | null, grouped: boolean) =>
  kind?.kind.label ?? (grouped ? "Vendas" : "Produtos");

function readingOf(column: string, survey: ColumnSurvey): string {
  if (isNumberColumn(column)) return MARK[survey.marks.get(column) ?? "unclear"];
  if (!isDayColumn(column)) return "texto";
  return survey.monthFirst.has(column)
    ? "data, em parte como uma planilha em inglês a grava"
    : "data dd/mm/aaaa ou aaaa-mm-dd";
}

function describeRow(row: CsvRow, columns: readonly string[]): CsvPreview["rows"][number] {
  return {
    line: row.line,
    problem: row.fault?.sentence ?? null,
    cells: columns.map((name) => describeCell(row, name)),
  };
}

function describeCell(row: CsvRow, name: string): PreviewCell {
  const written = row.cells.get(name) ?? "";
  if (written === "") return { written, read: null, problem: null };
  const damage = findDamage(name, written);
  if (damage) return { written, read: null, problem: damage };
  try {
    if (isNumberColumn(name)) {
      const read = numberCell(row, name).replace(".", ",");
      return { written, read: read === written ? null : read, problem: null };
    }
    if (!isDayColumn(name)) return { written, read: null, problem: null };
    const day = parseDay(dayText(row, name));
    return day === null
      ? {
          written,
          read: null,
          problem: `a coluna ${name} não traz uma data válida (use dd/mm/aaaa).`,
        }
      : { written, read: formatDay(day) === written ? null : formatDay(day), problem: null };
  } catch (error) {
    if (!(error instanceof DocumentRefusal)) throw error;
    return { written, read: null, problem: error.finding.reason };
  }
}
