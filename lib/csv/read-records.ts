import { parseCells } from "./parse-cells.ts";
import type { Separator } from "./read-dialect.ts";
import type { TextLine } from "./split-lines.ts";

/** One row, or a line whose quotes are wrong; its cells are then those before the quote. */
export interface CsvRecord {
  line: number;
  raw: string;
  cells: string[];
  /** What is wrong with the line, as a phrase; null when nothing is. */
  fault: string | null;
}

/** A cell of more lines than this was never one: its quote was forgotten. */
const MOST_LINES_OF_CELL = 50;

const OPEN =
  "as aspas de uma célula abrem e não fecham nesta linha. Feche-as, dobre as que fazem parte do texto e não quebre linhas dentro de uma célula";
const STRAY =
  "há aspas no meio de uma célula. Coloque o texto inteiro entre aspas e dobre as que fazem parte dele";

/**
 * Makes rows of lines. No column of ours holds text of several lines, so that each line is a row of
 * its own. Lines between an opening quote and the line that may close it could be text or rows:
 * they are faulty too, never guessed.
 */
export function createRecordReader(separator: Separator): {
  push(line: TextLine): CsvRecord[];
  end(): CsvRecord[];
} {
  let opened = 0;
  let held: CsvRecord[] = [];
  const release = (): CsvRecord[] => {
    const records = held;
    held = [];
    opened = 0;
    return records;
  };
  return {
    push({ line, text, raw }) {
      // A file may end in millions of them.
      if (text === "" && opened === 0) return [];
      const { cells, fault } = parseCells(text, separator);
      if (fault === null) {
        if (cells.every((cell) => cell === "") && opened === 0) return [];
        const record: CsvRecord = { line, raw, cells, fault: null };
        if (opened === 0) return [record];
        if (cells.some((cell) => cell !== "")) held.push(record);
        return line - opened >= MOST_LINES_OF_CELL ? release() : [];
      }
      const record: CsvRecord = { line, raw, cells, fault: fault === "open" ? OPEN : STRAY };
      const first = opened;
      const between = release().map((one) => ({
        ...one,
        cells: [],
        fault: `ela fica entre aspas que abrem na linha ${first} e outras na linha ${line}, e não se sabe se é texto ou outro registro. Corrija as aspas das duas linhas`,
      }));
      if (fault === "open" || staysOpen(text, first > 0, separator)) opened = line;
      return [...between, record];
    },
    end: release,
  };
}

/** Whether text of a cell may go on behind a line with odd quotes: doubled ones close nothing. */
function staysOpen(text: string, wasOpen: boolean, separator: Separator): boolean {
  const quotes = text.split('"').length - 1;
  if (wasOpen) return quotes % 2 === 0;
  const last = text.slice(text.lastIndexOf(separator) + 1).trimStart();
  return last.startsWith('"') && last.split('"').length % 2 === 0;
}
