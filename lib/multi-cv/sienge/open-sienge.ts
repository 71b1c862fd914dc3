import type { HttpRequest, HttpTransport } from "@/lib/connectors/transports/types.ts";
import { failureOf } from "../wire/judge-answer.ts";
import { redactAnswer } from "../wire/redact-answer.ts";
import { type Exchange, readBody, send, toQuery } from "../cv/open-cv.ts";

/** What is needed to talk to one Sienge subdomain. */
export interface SiengeAccess {
  http: HttpTransport;
  /** How sentences name it: "Sienge". */
  label: string;
  /** https://api.sienge.com.br */
  baseUrl: string;
  /** The customer's subdomain there. */
  tenant: string;
  /** The API user, not a person's. */
  user: string;
  password: string;
  observe?: (exchange: Exchange) => void;
}

/** A call. `path` follows /public/api/v1. */
export interface SiengeCall {
  method: HttpRequest["method"];
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: object;
  missing?: readonly number[];
  idempotent?: boolean;
}

/** An open line to one Sienge: throws PartnerErrors, gives the parsed body, or null for what is empty or missing. */
export interface SiengeClient {
  readonly label: string;
  call(request: SiengeCall): Promise<unknown>;
}

const JUDGED = [400, 401, 403, 404, 409, 410, 422];

/**
 * Opens a line. Nothing is called yet. Every call counts against a day's quota that the customer
 * shares with CV itself.
 */
export function openSienge(access: SiengeAccess): SiengeClient {
  const base = `${access.baseUrl.trim().replace(/\/+$/, "")}/${encodeURIComponent(access.tenant)}/public/api/v1`;
  const secrets = [access.password];
  const authorization = `Basic ${Buffer.from(`${access.user}:${access.password}`).toString("base64")}`;

  return {
    label: access.label,
    async call({ method, path, query = {}, body, missing = [], idempotent }) {
      const repeatable = idempotent ?? method === "GET";
      const response = await send(access.http, {
        method,
        url: `${base}${path}${toQuery(query)}`,
        headers: {
          authorization,
          accept: "application/json",
          ...(body ? { "content-type": "application/json" } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        idempotent: repeatable,
        accept: repeatable ? JUDGED : [...JUDGED, 500, 502, 503, 504],
      });
      const content = readBody(response, response.status >= 400);
      access.observe?.({
        system: access.label,
        method,
        path,
        status: response.status,
        answer: redactAnswer(content, secrets),
      });
      if (missing.includes(response.status)) return null;
      const failure = failureOf({
        system: access.label,
        resource: `${method} ${path.replace(/\/[0-9a-f-]{2,}(?=\/|$)|\/\d+(?=\/|$)/g, "/{id}")}`,
        status: response.status,
        body: content,
        repeatable,
        secrets,
      });
      if (failure) throw failure;
      return content;
    },
  };
}
