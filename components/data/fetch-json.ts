import { GridError } from "../data-grid/fetch-grid-page.ts";

/** Reads JSON from one of the hub's own addresses; a failure carries its status and the code for the support. */
export async function fetchJson<Value>(url: string, signal?: AbortSignal): Promise<Value> {
  let response: Response;
  try {
    response = await fetch(url, {
      signal: signal ?? null,
      headers: { accept: "application/json" },
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new GridError(0);
  }
  if (!response.ok)
    throw new GridError(response.status, response.headers.get("x-trace-id") ?? undefined);
  return (await response.json()) as Value;
}
