import { attendanceHeaders } from "./attendance.ts";

/** Nothing could be read. The status is that of HTTP; 0 = the server was not reached. */
export class ReadError extends Error {
  readonly status: number;
  readonly traceId: string | undefined;

  constructor(status: number, traceId?: string) {
    super(`reading failed with status ${status}`);
    this.name = "ReadError";
    this.status = status;
    this.traceId = traceId;
  }
}

/** Reads JSON from one of the hub's own addresses; a failure carries its status and the code for the support. */
export async function fetchJson<Value>(url: string, signal?: AbortSignal): Promise<Value> {
  let response: Response;
  try {
    response = await fetch(url, {
      signal: signal ?? null,
      headers: { accept: "application/json", ...attendanceHeaders() },
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ReadError(0);
  }
  if (!response.ok)
    throw new ReadError(response.status, response.headers.get("x-trace-id") ?? undefined);
  return (await response.json()) as Value;
}
