import { type SQL, sql } from "drizzle-orm";
import type { GridQuery } from "@/lib/core/grid.ts";
import type { ListName, SortedColumn } from "@/lib/core/list-columns.ts";

/**
 * Each word of the search must stand somewhere in `text`, ignoring case and accents; undefined when
 * nothing is searched.
 */
export function matchWords(text: SQL, search: string): SQL | undefined {
  const words = search.split(/\s+/).filter(Boolean).slice(0, 8);
  if (words.length === 0) return undefined;
  const terms = words.map(
    (word) =>
      sql`enlace_fold(${text}) like '%' || replace(replace(replace(enlace_fold(${word}), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'`,
  );
  return sql.join(terms, sql` and `);
}

/** How a list is sorted by each of its columns that can be. */
export type Sorts<List extends ListName> = Readonly<Record<SortedColumn<List>, SQL>>;

/** `order by` of one column and then the list's own order, which stands alone where there is no such column. */
export function orderBy<Column extends string>(
  sort: { column: Column; descending: boolean } | null,
  columns: Readonly<Record<NoInfer<Column>, SQL>>,
  own: SQL,
): SQL {
  // An address may name anything, also what every object inherits.
  if (!sort || !Object.hasOwn(columns, sort.column)) return own;
  return sql`${columns[sort.column]} ${sort.descending ? sql`desc nulls last` : sql`asc nulls first`}, ${own}`;
}

/** Where the asked page begins. */
export function offsetOf(query: Pick<GridQuery, "page" | "pageSize">): number {
  return (query.page - 1) * query.pageSize;
}
