import type { TransportOptions } from "./options.ts";
import type { SftpTransport } from "./types.ts";

/** The SFTP transport of one attempt. */
export function createSftp(_options: TransportOptions): SftpTransport {
  throw new Error("not written yet");
}
