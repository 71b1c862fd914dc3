import type { GridPage, GridQuery } from "@/lib/core/grid.ts";
import { writeGridQuery } from "@/lib/core/grid.ts";
import { fetchJson } from "../data/fetch-json.ts";

/** Reads one page of a list from a GET endpoint. Parameters already in `url` are kept. */
export async function fetchGridPage<Row>(
  url: string,
  query: GridQuery,
  signal: AbortSignal,
): Promise<GridPage<Row>> {
  const params = writeGridQuery(query).toString();
  return fetchJson(params ? `${url}${url.includes("?") ? "&" : "?"}${params}` : url, signal);
}
