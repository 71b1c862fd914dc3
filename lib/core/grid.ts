import { cleanText } from "./clean-text.ts";

/** Page sizes offered under "Registros por página". */
export const PAGE_SIZES = [10, 25, 50, 100] as const;

/** What a person asked of a list: the whole state that its URL carries. Pages count from 1. */
export interface GridQuery {
  page: number;
  pageSize: number;
  search: string;
  /** Column id and direction; null = the list's own order. */
  sort: { column: string; descending: boolean } | null;
  /** Column id → the values ticked in its filter menu; a missing column is unfiltered. */
  filters: Record<string, string[]>;
}

/** One page of a list and how many rows there are in all. */
export interface GridPage<Row> {
  rows: Row[];
  total: number;
}

const COLUMN_ID = /^[a-z][a-zA-Z]*$/;
const MAX_SEARCH = 200;
const MAX_FILTER_VALUES = 200;
const MAX_VALUE = 200;

/**
 * Reads a list's state from URL parameters: `pagina`, `por`, `busca`, `ordem` (column, `-column` for
 * descending) and one `f.<column>` a ticked value. Anything unreadable falls back to the default,
 * so that a mistyped URL shows a list and not an error. `prefix` keeps two lists on one page apart.
 */
export function parseGridQuery(params: URLSearchParams, prefix = ""): GridQuery {
  const order = params.get(`${prefix}ordem`) ?? "";
  const column = order.replace(/^-/, "");
  // A map first: `f.constructor` must not find what every object inherits.
  const filters = new Map<string, string[]>();
  for (const [name, value] of params) {
    const id = name.slice(prefix.length + 2);
    if (!name.startsWith(`${prefix}f.`) || !COLUMN_ID.test(id)) continue;
    const values = filters.get(id) ?? [];
    if (values.length < MAX_FILTER_VALUES)
      filters.set(id, [...values, cleanText(value, MAX_VALUE)]);
  }
  return {
    page: readPositive(params.get(`${prefix}pagina`)) ?? 1,
    pageSize:
      PAGE_SIZES.find((size) => String(size) === params.get(`${prefix}por`)) ?? PAGE_SIZES[0],
    search: cleanText(params.get(`${prefix}busca`) ?? "", MAX_SEARCH),
    sort: COLUMN_ID.test(column) ? { column, descending: order.startsWith("-") } : null,
    filters: Object.fromEntries(filters),
  };
}

/** The inverse of {@link parseGridQuery}: only what differs from the default is written. */
export function writeGridQuery(query: GridQuery, prefix = ""): URLSearchParams {
  const params = new URLSearchParams();
  if (query.page > 1) params.set(`${prefix}pagina`, String(query.page));
  if (query.pageSize !== PAGE_SIZES[0]) params.set(`${prefix}por`, String(query.pageSize));
  if (query.search) params.set(`${prefix}busca`, query.search);
  if (query.sort)
    params.set(`${prefix}ordem`, (query.sort.descending ? "-" : "") + query.sort.column);
  for (const [column, values] of Object.entries(query.filters)) {
    for (const value of values) params.append(`${prefix}f.${column}`, value);
  }
  return params;
}

function readPositive(text: string | null): number | undefined {
  const value = text && /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return value >= 1 ? value : undefined;
}
