import { type DecimalMark, formOf, markOf } from "./plain-number.ts";
import type { Separator } from "@/lib/csv/read-dialect.ts";

/** Columns of all layouts that hold amounts and quantities. */
const NUMBERS = new Set([
  "quantidade",
  "valor_unitario",
  "desconto",
  "acrescimo",
  "valor_liquido",
  "total_cupom",
  "valor_total",
  "total",
  "custo",
  "preco",
  "preco_promocional",
  "preco_fidelidade",
  "preco_atacado",
  "preco_regular",
  "preco_fabrica",
  "pmc",
  "estoque",
  "meta",
  "insumo_por_unidade",
  "unidades_vendidas",
  "insumo_obtido",
]);
/** The month first, or without the zero in front: 11/25/2026, 1/5/2026. */
const MONTH_FIRST = /^(0?\d|1[0-2])\/(1[3-9]|2\d|3[01])\/\d{4}$|^(\d\/\d{1,2}|\d{1,2}\/\d)\/\d{4}$/;
const DAYS = /^(data|data_.*|nascimento|consentimento_em|validade|fabricacao|inicio|fim)$/;

/** Whether cells of this column are amounts or quantities, in every layout. */
export function isNumberColumn(column: string): boolean {
  return NUMBERS.has(column);
}

/** Whether cells of this column are days, in every layout. */
export function isDayColumn(column: string): boolean {
  return DAYS.test(column);
}

/** What only the whole file shows of how its cells are written. */
export interface ColumnSurvey {
  marks: ReadonlyMap<string, DecimalMark>;
  /** Columns of days of which one at least is as English spreadsheets write it. */
  monthFirst: ReadonlySet<string>;
  /** The least cells of a row that ends with its line; a last row with fewer was cut off. */
  leastCells: number;
}

/** Gathers, row by row, how each column of numbers and of days is written. */
export function createColumnSurvey(
  columns: readonly string[],
  separator: Separator,
): { look(cells: readonly string[], ended: boolean): void; end(): ColumnSurvey } {
  const placed = columns.map((name, index) => ({ name, index }));
  const numbers = placed.filter(({ name }) => isNumberColumn(name));
  const days = placed.filter(({ name }) => isDayColumn(name));
  const seen = new Map<string, Set<string>>(numbers.map(({ name }) => [name, new Set()]));
  const monthFirst = new Set<string>();
  let leastCells = Number.POSITIVE_INFINITY;
  return {
    look(cells, ended) {
      if (ended) leastCells = Math.min(leastCells, cells.length);
      for (const { name, index } of numbers) {
        const cell = cells[index] ?? "";
        const shown = markOf(cell) ?? formOf(cell);
        if (shown) seen.get(name)?.add(shown);
      }
      for (const { name, index } of days)
        if (MONTH_FIRST.test(cells[index] ?? "")) monthFirst.add(name);
    },
    end() {
      const shows = (mark: string) => [...seen.values()].some((shown) => shown.has(mark));
      const english = separator === "," || (shows("point") && !shows("comma"));
      const marks = [...seen].map(([name, shown]) => [name, decideMark(shown, english)] as const);
      return { marks: new Map(marks), monthFirst, leastCells };
    },
  };
}

/** A column that shows nothing itself is not read as Brazilian in a file that shows English elsewhere. */
function decideMark(shown: ReadonlySet<string>, english: boolean): DecimalMark {
  if (shown.has("comma")) return shown.has("point") ? "mixed" : "comma";
  if (shown.has("point")) return "point";
  return english || (shown.has("three_comma") && shown.has("three_point")) ? "mixed" : "unclear";
}
