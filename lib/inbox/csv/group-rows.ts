import type { CsvRow } from "./read-cells.ts";

/** How rows become documents. */
export interface Grouping {
  /** Rows that follow one another and say the same here are one document. */
  identityOf(row: CsvRow): string;
  /** What the document is known by; null when it may come again, as a cancellation may. */
  keyOf(row: CsvRow): string | null;
  /** Columns without which a row's document is not known. */
  columns: readonly string[];
  /** A file whose identity never changes must not be gathered whole in memory. */
  most: number;
}

/** Rows of one document. */
export interface RowGroup {
  rows: CsvRow[];
  /** A line beside it that could not be read, and may belong to it; null when there is none. */
  beside: number | null;
}

/** Gathers rows into documents. A line that cannot be read spoils the document that it may be part of. */
export async function* groupRows(
  rows: AsyncIterable<CsvRow>,
  grouping: Grouping,
): AsyncGenerator<RowGroup> {
  let open: RowGroup | null = null;
  let identity = "";
  let unread: number | null = null;
  for await (const row of rows) {
    if (row.fault !== null && grouping.columns.some((name) => row.unread.includes(name))) {
      if (open) yield { ...open, beside: open.beside ?? row.line };
      open = null;
      unread = row.line;
      yield { rows: [row], beside: null };
      continue;
    }
    const next = grouping.identityOf(row);
    if (open && (next !== identity || open.rows.length >= grouping.most)) {
      yield open;
      open = null;
    }
    identity = next;
    if (open) open.rows.push(row);
    else open = { rows: [row], beside: unread };
    unread = null;
  }
  if (open) yield open;
}

/** "linha 4" or "linhas 4 a 6". */
export function placeOf(rows: readonly CsvRow[]): string {
  const [first, last] = [rows[0] as CsvRow, rows.at(-1) as CsvRow];
  return first === last ? `linha ${first.line}` : `linhas ${first.line} a ${last.line}`;
}

/** The lines of a document as they stand in the file, for whoever corrects them. */
export function sourceOf(rows: readonly CsvRow[]): { head: string; lines: string } {
  return { head: (rows[0] as CsvRow).head, lines: rows.map(({ raw }) => raw).join("\n") };
}
