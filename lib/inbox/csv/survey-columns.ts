import { type DecimalMark, markOf } from "./plain-number.ts";

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
  "preco_regular",
  "preco_fabrica",
  "pmc",
  "estoque",
  "meta",
  "insumo_por_unidade",
  "unidades_vendidas",
  "insumo_obtido",
]);

/** Whether cells of this column are amounts or quantities, in every layout. */
export function isNumberColumn(column: string): boolean {
  return NUMBERS.has(column);
}

/** Gathers, row by row, which decimal mark each column of numbers shows. */
export function createMarkSurvey(columns: readonly string[]): {
  look(cells: readonly string[]): void;
  marks(): ReadonlyMap<string, DecimalMark>;
} {
  const watched = columns.flatMap((name, index) => (isNumberColumn(name) ? [{ name, index }] : []));
  const marks = new Map<string, DecimalMark>();
  return {
    look(cells) {
      for (const { name, index } of watched) {
        const mark = markOf(cells[index] ?? "");
        if (mark === null) continue;
        const known = marks.get(name);
        marks.set(name, known === undefined || known === mark ? mark : "mixed");
      }
    },
    marks: () => marks,
  };
}
