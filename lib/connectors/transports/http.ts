import type { TransportOptions } from "./options.ts";
import type { HttpTransport } from "./types.ts";

/** The HTTP transport of one attempt. */
export function createHttp(_options: TransportOptions): HttpTransport {
  throw new Error("not written yet");
}
