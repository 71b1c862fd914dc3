import type { GridPage } from "@/lib/core/grid.ts";

/** A page as shown, and how many rows wait behind the "N novas" pill. */
export interface DeferredPage<Row> {
  page: GridPage<Row>;
  waiting: number;
}

/**
 * What to show when a live list brings a fresh page while the person reads the shown one: rows already
 * on screen take their new values where they stand; unknown rows wait, so that nothing moves under the eye.
 * With nothing on screen, or nothing unknown, the fresh page is taken as it is.
 */
export function deferNewRows<Row>(
  shown: GridPage<Row>,
  fresh: GridPage<Row>,
  rowId: (row: Row) => string,
): DeferredPage<Row> {
  const known = new Set(shown.rows.map(rowId));
  const unknown = fresh.rows.filter((row) => !known.has(rowId(row))).length;
  const grown = fresh.total - shown.total;
  // A row that left makes the next page's first one appear here: that is no news.
  if (unknown === 0 || shown.rows.length === 0 || grown <= 0) return { page: fresh, waiting: 0 };
  const byId = new Map(fresh.rows.map((row) => [rowId(row), row]));
  return {
    page: { rows: shown.rows.map((row) => byId.get(rowId(row)) ?? row), total: shown.total },
    waiting: Math.max(unknown, grown),
  };
}
