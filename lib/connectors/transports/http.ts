import { Agent as PlainAgent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { PartnerError } from "@/lib/core/errors.ts";
import { redactText } from "@/lib/core/redact.ts";
import { classifyHttpStatus } from "./classify-http-status.ts";
import { describeConnectionFailure, isRefused } from "./connection-failure.ts";
import { resolveSafely } from "./guard-address.ts";
import type { TransportOptions } from "./options.ts";
import { parseJson } from "./parse-json.ts";
import { type RawResponse, sendRequest } from "./send-request.ts";
import type { HttpRequest, HttpResponse, HttpTransport } from "./types.ts";

const TRIES = 3;
const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_MAX_BYTES = 20_000_000;
/** A longer Retry-After is the engine's to wait: the attempt would hold a worker for nothing. */
const LONGEST_WAIT_SECONDS = 60;
const IDLE_CONNECTION_MS = 5_000;
const FIRST_DELAY_MS = 300;

/** Waiting between tries; tests pass one that does not. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;
const waitReally: Wait = async (milliseconds, signal) => wait(milliseconds, undefined, { signal });

/** The HTTP transport of one attempt: budget, time-out, safe retries, kinds of failure, one log line a call. */
export function createHttp(options: TransportOptions, waitFor: Wait = waitReally): HttpTransport {
  const reuse = { keepAlive: true, timeout: IDLE_CONNECTION_MS };
  const agents = { "http:": new PlainAgent(reuse), "https:": new SecureAgent(reuse) };

  return async (request) => {
    const url = readUrl(request.url);
    const repeatable = request.idempotent ?? request.method === "GET";
    for (let tried = 1; ; tried += 1) {
      await options.claimBudget(options.signal);
      const failure = await tryOnce(url, request, repeatable, tried);
      if (!(failure instanceof Failure)) return failure;
      const seconds = failure.error.retryAfterSeconds;
      const safe =
        failure.neverArrived ||
        (repeatable && failure.error.kind === "unavailable") ||
        (failure.error.kind === "rate_limited" && seconds !== undefined);
      if (tried === TRIES || !safe || (seconds ?? 0) > LONGEST_WAIT_SECONDS) throw failure.error;
      // Jitter keeps many integrations of one partner from coming back at the same moment.
      await waitFor(
        seconds === undefined
          ? FIRST_DELAY_MS * 4 ** (tried - 1) * (0.5 + Math.random())
          : seconds * 1000,
        options.signal,
      );
    }
  };

  async function tryOnce(
    url: URL,
    request: HttpRequest,
    repeatable: boolean,
    tried: number,
  ): Promise<HttpResponse | Failure> {
    const started = performance.now();
    const place = `${request.method} ${redactText(`${url.host}${url.pathname}`, options.secrets)}`;
    const note = (outcome: string, bad: boolean, details: Record<string, unknown> = {}) =>
      options.log(
        bad ? "warn" : "info",
        `${place} → ${outcome} em ${Math.round(performance.now() - started)} ms`,
        { ...details, ...(tried > 1 ? { tentativa: tried } : {}) },
      );
    let raw: RawResponse;
    try {
      raw = await exchange(url, request, repeatable);
    } catch (thrown) {
      options.signal.throwIfAborted();
      const failure =
        thrown instanceof Failure ? thrown : new Failure(asPartnerError(thrown, url, false), false);
      note(`sem resposta (${failure.error.detail})`, true);
      return failure;
    }
    const text = decode(raw);
    const error =
      (raw.status >= 200 && raw.status < 300) || request.accept?.includes(raw.status)
        ? null
        : classifyHttpStatus(raw, url.host);
    note(
      String(raw.status),
      error !== null,
      error
        ? { bytes: raw.body.length, resposta: redactText(text.slice(0, 500), options.secrets) }
        : { bytes: raw.body.length },
    );
    return error
      ? new Failure(error, false)
      : {
          status: raw.status,
          headers: raw.headers,
          text,
          bytes: raw.body,
          json: () => parseJson(text, url.host),
        };
  }

  async function exchange(
    url: URL,
    request: HttpRequest,
    repeatable: boolean,
  ): Promise<RawResponse> {
    const progress = { requestLeft: false };
    const deadline = AbortSignal.timeout(
      (request.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    );
    const signal = AbortSignal.any([options.signal, deadline]);
    try {
      const to = await resolveSafely(
        url.hostname,
        Number(url.port || (url.protocol === "https:" ? 443 : 80)),
        options.allowPrivate,
        signal,
      );
      const agent = repeatable ? agents[url.protocol as keyof typeof agents] : undefined;
      return await sendRequest({
        url,
        request,
        to,
        agent,
        maxBytes: request.maxBytes ?? DEFAULT_MAX_BYTES,
        signal,
        progress,
      });
    } catch (thrown) {
      options.signal.throwIfAborted();
      const left = progress.requestLeft;
      const error = deadline.aborted
        ? new PartnerError(
            left ? "uncertain" : "unavailable",
            `${url.host} não respondeu em ${request.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS} segundos.`,
            { cause: thrown },
          )
        : asPartnerError(thrown, url, left);
      const harmless = error.kind === "uncertain" && repeatable;
      throw new Failure(
        harmless ? new PartnerError("unavailable", error.detail, { cause: error.cause }) : error,
        !left && (isRefused(thrown) || error.kind === "unavailable"),
      );
    }
  }
}

/** A failed try; `neverArrived` = the partner cannot have seen it. */
class Failure extends Error {
  readonly error: PartnerError;
  readonly neverArrived: boolean;
  constructor(error: PartnerError, neverArrived: boolean) {
    super(error.message, { cause: error });
    this.error = error;
    this.neverArrived = neverArrived;
  }
}

function asPartnerError(thrown: unknown, url: URL, requestLeft: boolean): PartnerError {
  return thrown instanceof PartnerError
    ? thrown
    : describeConnectionFailure(thrown, url.host, requestLeft);
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url;
  throw new PartnerError(
    "settings",
    "O endereço do parceiro não é um http:// ou https:// válido. Corrija-o em Configurações.",
  );
}

function decode({ headers, body }: RawResponse): string {
  const charset = /charset="?([\w-]+)/i.exec(headers.get("content-type") ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(body);
  } catch (error) {
    // An unknown name of a charset; bytes that do not fit become �.
    if (error instanceof RangeError) return new TextDecoder().decode(body);
    throw error;
  }
}
