import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { ADDRESS_HEADER, resolveAddress } from "./request-address.ts";

const GLOBAL = Symbol.for("enlace.record-addresses");

/**
 * Writes each request's address into a header before Next sees it: Next offers no other way to the
 * socket, and leaves a forged X-Forwarded-For as it is. Called once a process, at its start.
 */
export function recordAddresses(trustedProxies: number): void {
  const holder = globalThis as { [GLOBAL]?: boolean };
  if (holder[GLOBAL]) return;
  holder[GLOBAL] = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const forwarded = request.headers["x-forwarded-for"];
    request.headers[ADDRESS_HEADER] = resolveAddress(
      request.socket.remoteAddress,
      Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
      trustedProxies,
    );
  });
}
