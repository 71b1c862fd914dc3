import { type SQL, sql } from "drizzle-orm";
import type { GridQuery } from "@/lib/core/grid.ts";

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

/** `order by` of one allowed column and then the newest first; an unknown column gives the list's own order. */
export function orderBy(
  sort: GridQuery["sort"],
  columns: Readonly<Record<string, SQL>>,
  own: SQL,
): SQL {
  const column = sort ? columns[sort.column] : undefined;
  if (!sort || !column) return own;
  return sql`${column} ${sort.descending ? sql`desc nulls last` : sql`asc nulls first`}, ${own}`;
}

/** Where the asked page begins. */
export function offsetOf(query: Pick<GridQuery, "page" | "pageSize">): number {
  return (query.page - 1) * query.pageSize;
}
