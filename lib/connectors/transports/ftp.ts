import type { TransportOptions } from "./options.ts";
import type { FtpTransport } from "./types.ts";

/** The FTP transport of one attempt. */
export function createFtp(_options: TransportOptions): FtpTransport {
  throw new Error("not written yet");
}
