import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Counter, Histogram, Registry } from "prom-client";

const GLOBAL = Symbol.for("enlace.request-metrics");

/**
 * The process's counts of HTTP requests. A global, since routes and the start of the process are
 * separate module graphs.
 */
export function requestMetrics(): Registry {
  const holder = globalThis as { [GLOBAL]?: Registry };
  return (holder[GLOBAL] ??= new Registry());
}

/** Counts every request and its time. Paths are left out on purpose: they carry ids and have no end. */
export function watchRequests(): void {
  const registry = requestMetrics();
  if (registry.getSingleMetric("enlace_http_requests_total")) return;
  const total = new Counter({
    name: "enlace_http_requests_total",
    help: "HTTP requests answered",
    labelNames: ["method", "status"],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "enlace_http_request_seconds",
    help: "Time from the request to the end of its answer",
    labelNames: ["method"],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const begun = new WeakMap<IncomingMessage, number>();
  subscribe("http.server.request.start", (message) => {
    begun.set((message as { request: IncomingMessage }).request, performance.now());
  });
  subscribe("http.server.response.finish", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const method = request.method === "GET" || request.method === "POST" ? request.method : "other";
    total.inc({ method, status: `${Math.floor(response.statusCode / 100)}xx` });
    const start = begun.get(request);
    if (start !== undefined) seconds.observe({ method }, (performance.now() - start) / 1000);
  });
}
