import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isHttps } from "./session-cookie.ts";

const GLOBAL = Symbol.for("enlace.guard-requests");
const API = /^\/api\/v1(?:[/?]|$)/;
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** What an answer says that no page or route wrote: a file, a redirect, an error of the framework's own. */
const HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy":
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Content-Security-Policy":
    "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
};

/**
 * Sees every request before Next does: each answer has the security headers whatever becomes of it,
 * and what Next would stumble over is answered by a route of ours. Called once a process, at its start.
 */
export function guardRequests(): void {
  const holder = globalThis as { [GLOBAL]?: boolean };
  if (holder[GLOBAL]) return;
  holder[GLOBAL] = true;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    guardRequest(request, response);
  });
}

/** One request as Next may see it, and the headers of its answer. */
function guardRequest(
  request: Pick<IncomingMessage, "method" | "url" | "headers">,
  response: Pick<ServerResponse, "setHeader">,
): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const protocol = request.headers["x-forwarded-proto"];
  if (isHttps(new Headers(typeof protocol === "string" ? { "x-forwarded-proto": protocol } : {})))
    response.setHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  const refused = refuseRequest(request);
  if (refused === null) request.url = withoutEndingSlash(request.url ?? "/");
  else if (API.test(request.url ?? "")) {
    // The API has one shape for its errors: no address of it serves PUT, and none is its folder itself.
    request.method = "PUT";
    request.url = refused === 405 ? withoutEndingSlash(request.url ?? "/") : "/api/v1";
  } else {
    request.method = "GET";
    request.url = `/api/refused/${refused}`;
  }
}

/** The status of a request that nobody here answers; null when somebody may. */
function refuseRequest({ method, url = "/" }: Pick<IncomingMessage, "method" | "url">) {
  if (!METHODS.has(method ?? "GET")) return 405;
  // An address of the form http://host/path is for proxies, "*" for OPTIONS.
  if (!url.startsWith("/")) return 400;
  try {
    decodeURIComponent(pathOf(url));
    return null;
  } catch {
    return 400;
  }
}

const pathOf = (url: string) => url.split("?", 1)[0] ?? url;

/** Machines do not follow redirects with what they send: to them `/api/x/` is `/api/x`. */
function withoutEndingSlash(url: string): string {
  const path = pathOf(url);
  return path.startsWith("/api/") ? path.replace(/\/+$/, "") + url.slice(path.length) : url;
}
