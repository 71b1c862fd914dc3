import type { GridPage, GridQuery } from "@/lib/core/grid.ts";
import type { GridColumn } from "./grid-column.ts";

const collator = new Intl.Collator("pt-BR", { numeric: true, sensitivity: "base" });

/** Text without case and accents, for comparing as people do. */
export function foldText(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

/**
 * Searches, filters and sorts rows that are all in memory, then cuts the asked page. `all` keeps
 * every row that passed.
 */
export function arrangeRows<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  query: GridQuery,
): GridPage<Row> & { all: Row[]; page: number } {
  const words = foldText(query.search).split(/\s+/).filter(Boolean);
  const valueOf = (id: string) => columns.find((column) => column.id === id)?.value;
  const wanted = Object.entries(query.filters).flatMap(([id, values]) => {
    const value = valueOf(id);
    return value && values.length > 0 ? [{ value, values: new Set(values) }] : [];
  });
  const all = rows.filter((row) => {
    if (!wanted.every(({ value, values }) => values.has(String(value(row))))) return false;
    if (words.length === 0) return true;
    const text = foldText(columns.map((column) => column.value?.(row) ?? "").join(" "));
    return words.every((word) => text.includes(word));
  });
  const sortBy = query.sort && valueOf(query.sort.column);
  if (sortBy) {
    const sign = query.sort?.descending ? -1 : 1;
    all.sort((a, b) => {
      const [left, right] = [sortBy(a), sortBy(b)];
      return (
        sign *
        (typeof left === "number" && typeof right === "number"
          ? left - right
          : collator.compare(String(left), String(right)))
      );
    });
  }
  const page = Math.min(query.page, Math.max(1, Math.ceil(all.length / query.pageSize)));
  return {
    rows: all.slice((page - 1) * query.pageSize, page * query.pageSize),
    total: all.length,
    all,
    page,
  };
}
