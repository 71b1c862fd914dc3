/** One column of a setting whose value is a small table: a file's layout, a map of fields. */
export interface TableColumn {
  key: string;
  label: string;
  kind: "text" | "integer" | "choice";
  required?: boolean;
  /** For `choice`. */
  options?: ReadonlyArray<{ value: string; label: string }>;
  min?: number;
  max?: number;
  /** For `text`: what fits, by what the cell `by` of the same row says. Offered while typing, not imposed. */
  suggestions?: { by: string; values: Readonly<Record<string, readonly string[]>> };
}

/** A row as column key → cell; a cell left out is "". */
export type TableRow = Readonly<Record<string, string>>;

/** Far more than any partner's record has fields; keeps a paste by mistake out. */
export const MAX_TABLE_ROWS = 300;
const LONGEST_CELL = 200;
const SEPARATOR = "|";

/**
 * Reads the stored text: a line a row, cells in the order of the columns and separated by `|`.
 * Empty lines count for nothing.
 */
export function readTable(columns: readonly TableColumn[], value: string): TableRow[] {
  return listLines(value).map(({ line }) => {
    const cells = line.split(SEPARATOR);
    return Object.fromEntries(columns.map(({ key }, index) => [key, (cells[index] ?? "").trim()]));
  });
}

/** The text that {@link readTable} reads back; also what a version's comparison shows to a person. */
export function writeTable(columns: readonly TableColumn[], rows: readonly TableRow[]): string {
  return rows
    .map((row) =>
      columns
        .map(({ key }) => (row[key] ?? "").trim())
        .join(` ${SEPARATOR} `)
        .trimEnd(),
    )
    .join("\n");
}

/**
 * What is wrong with the table, as a sentence that names the row (counted from 1) and the column;
 * null when nothing is.
 */
export function refuseTable(columns: readonly TableColumn[], value: string): string | null {
  const lines = listLines(value);
  if (lines.length > MAX_TABLE_ROWS)
    return `são ${lines.length} linhas e o máximo é ${MAX_TABLE_ROWS}.`;
  for (const { line, number } of lines) {
    const cells = line.split(SEPARATOR).map((cell) => cell.trim());
    if (cells.length > columns.length)
      return `linha ${number}: são ${cells.length} colunas e o máximo é ${columns.length} (o caractere | separa as colunas).`;
    for (const [index, column] of columns.entries()) {
      const sentence = refuseCell(column, cells[index] ?? "");
      if (sentence) return `linha ${number}: ${sentence}`;
    }
  }
  return null;
}

/** What is wrong with one cell; null when nothing is. */
export function refuseCell(column: TableColumn, cell: string): string | null {
  const label = `“${column.label}”`;
  if (cell === "") return column.required ? `preencha ${label}.` : null;
  if (cell.length > LONGEST_CELL) return `${label} aceita no máximo ${LONGEST_CELL} caracteres.`;
  if (cell.includes(SEPARATOR) || /[\u0000-\u001f\u007f]/.test(cell))
    return `${label} não pode ter o caractere | nem quebras de linha.`;
  if (column.kind === "choice")
    return column.options?.some((option) => option.value === cell)
      ? null
      : `escolha uma das opções de ${label}: ${column.options?.map((option) => option.value).join(", ")}.`;
  if (column.kind === "integer") {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = column;
    return /^-?\d{1,15}$/.test(cell) && Number(cell) >= min && Number(cell) <= max
      ? null
      : `${label} deve ser um número inteiro de ${min} a ${max}.`;
  }
  return null;
}

function listLines(value: string): Array<{ line: string; number: number }> {
  return value
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map((line, index) => ({ line, number: index + 1 }));
}
