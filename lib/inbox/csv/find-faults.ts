import type { CsvRecord } from "@/lib/csv/read-records.ts";
import type { Separator } from "@/lib/csv/read-dialect.ts";

/** A row of the file and where it ends there. */
export interface PlacedRecord extends CsvRecord {
  /** Bytes of the file up to and with this row. */
  bytes: number;
  separator: Separator;
}

/** Why a line as a whole is not taken. */
export interface LineFault {
  code: string;
  sentence: string;
  /** How many of its first columns are what they say all the same. */
  readable: number;
}

/** A row that is torn into more lines than this is not looked for. */
const MOST_PIECES = 20;
/** Texts that a person writes: a separator within one shifts what stands behind it. */
const FREE_TEXT = /^(descricao|nome.*|fornecedor|frase|endereco|cidade|marca|destinatario)$/;

/** What is wrong with a line by itself; null when nothing is. */
export function findFault(
  record: PlacedRecord,
  columns: readonly string[],
  leastCells: number,
): LineFault | null {
  const { cells, fault, separator, raw } = record;
  if (fault !== null)
    return { code: "wrong_quotes", sentence: `${fault}.`, readable: cells.length };
  if (isTooWide(cells, columns)) {
    const text = columns.findIndex((name) => FREE_TEXT.test(name));
    return {
      code: "wrong_width",
      sentence:
        "há mais colunas do que nomes na primeira linha. Um texto com ponto e vírgula precisa de aspas.",
      readable: Math.max(text, 0),
    };
  }
  if (cells.length >= columns.length) return null;
  // Between commas a missing cell and a decimal comma make up for each other, and nobody sees it.
  if (separator === ",")
    return {
      code: "wrong_width",
      sentence:
        "há menos colunas do que nomes na primeira linha. Em um CSV com vírgulas, cada linha precisa de todas as colunas, mesmo vazias.",
      readable: 0,
    };
  // Spreadsheets leave out empty cells at the end of rows, but not of the last one alone.
  return cells.length < leastCells && !/[\r\n]$/.test(raw)
    ? {
        code: "cut_off",
        sentence:
          "o arquivo termina no meio dela. Ele foi cortado ao ser gravado ou copiado: exporte-o novamente.",
        readable: cells.length - 1,
      }
    : null;
}

/** Whether a row has more cells than there are names. */
export function isTooWide(cells: readonly string[], columns: readonly string[]): boolean {
  return cells.slice(columns.length).some((cell) => cell !== "");
}

/**
 * Marks rows that are one row torn by a line's end within a cell: each piece is short, together they
 * are one row's width, and one of them at least lacks what every row must have. By itself a piece may
 * look like a row, of another product.
 */
export async function* markTorn(
  records: AsyncIterable<PlacedRecord>,
  columns: readonly string[],
  required: readonly string[],
): AsyncGenerator<PlacedRecord & { torn: LineFault | null }> {
  const needed = required.map((name) => columns.indexOf(name));
  const isShort = ({ fault, cells }: PlacedRecord) =>
    fault === null && cells.length < columns.length;
  const isWhole = ({ cells }: PlacedRecord) => needed.every((at) => (cells[at] ?? "") !== "");
  const emit = (piece: PlacedRecord, pieces: readonly PlacedRecord[] = []) => ({
    ...piece,
    torn: pieces.length === 0 ? null : describeTorn(pieces),
  });
  let [waiting, given]: [PlacedRecord[], number] = [[], 0];
  /** How many of the first that wait are one torn row; 0 for none, null when more must be seen. */
  const tornAt = (last: boolean): number | null => {
    let width = 1;
    for (const [index, { cells }] of waiting.entries()) {
      width += cells.length - 1;
      if (width > columns.length || index >= MOST_PIECES) return 0;
      if (width < columns.length || index === 0) continue;
      const pieces = index + 1;
      if (!waiting.slice(0, pieces).every(isWhole)) return pieces;
      // Each could be a row: many short ones together are, a few between full ones are pieces.
      if (given > 0 || waiting.length > pieces) return 0;
      return last ? pieces : null;
    }
    return null;
  };
  const drain = function* (last: boolean) {
    while (waiting.length > 0) {
      const count = tornAt(last);
      if (count === null && !last) return;
      const pieces = waiting.slice(0, count ?? 0);
      for (const piece of pieces) yield emit(piece, pieces);
      if (pieces.length === 0) yield emit(waiting[0] as PlacedRecord);
      const gone = Math.max(1, pieces.length);
      given += gone;
      waiting = waiting.slice(gone);
    }
  };
  for await (const record of records) {
    if (isShort(record)) {
      waiting.push(record);
      yield* drain(false);
    } else {
      yield* drain(true);
      given = 0;
      yield emit(record);
    }
  }
  yield* drain(true);
}

function describeTorn(pieces: readonly PlacedRecord[]): LineFault {
  return {
    code: "torn_row",
    sentence: `as linhas ${pieces[0]?.line} a ${pieces.at(-1)?.line} parecem um registro só, partido por uma quebra de linha dentro de um texto. Junte-as em uma linha.`,
    readable: 0,
  };
}
