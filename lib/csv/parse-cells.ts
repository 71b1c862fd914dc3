import { CsvError, parse } from "csv-parse/sync";
import type { Separator } from "./read-dialect.ts";

/** What is wrong with the quotes of a line: one never closes, or one stands inside a word. */
export type QuoteFault = "open" | "stray";

/** The cells of a line; with a fault, only those before the quote that is wrong. */
export interface ParsedCells {
  cells: string[];
  fault: QuoteFault | null;
}

/**
 * Reads one line and never goes beyond it: a quote that is not closed would swallow the rows that
 * follow, up to the next quote, and give their values to another row.
 */
export function parseCells(text: string, separator: Separator): ParsedCells {
  if (!text.includes('"')) return { cells: text.split(separator).map(cleanCell), fault: null };
  try {
    const [cells = []] = parse(text, {
      delimiter: separator,
      trim: true,
      relax_column_count: true,
    }) as string[][];
    return { cells: cells.map(cleanCell), fault: null };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const before = text.slice(0, text.indexOf('"')).split(separator).slice(0, -1);
    return {
      cells: before.map(cleanCell),
      fault: error.code === "CSV_QUOTE_NOT_CLOSED" ? "open" : "stray",
    };
  }
}

const cleanCell = (cell: string) => cell.replace(/[\u0000-\u001F\u007F]+/g, " ").trim();
