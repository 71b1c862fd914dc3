import type { GridPage, GridQuery } from "@/lib/core/grid.ts";
import { writeGridQuery } from "@/lib/core/grid.ts";

/** A list could not be read. The kind is the HTTP status; 0 = the server was not reached. */
export class GridError extends Error {
  readonly status: number;
  readonly traceId: string | undefined;

  constructor(status: number, traceId?: string) {
    super(`list request failed with status ${status}`);
    this.name = "GridError";
    this.status = status;
    this.traceId = traceId;
  }
}

/** Reads one page of a list from a GET endpoint. Parameters already in `url` are kept. */
export async function fetchGridPage<Row>(
  url: string,
  query: GridQuery,
  signal: AbortSignal,
): Promise<GridPage<Row>> {
  const params = writeGridQuery(query).toString();
  let response: Response;
  try {
    response = await fetch(params ? `${url}${url.includes("?") ? "&" : "?"}${params}` : url, {
      signal,
      headers: { accept: "application/json" },
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new GridError(0);
  }
  if (!response.ok)
    throw new GridError(response.status, response.headers.get("x-trace-id") ?? undefined);
  return (await response.json()) as GridPage<Row>;
}
