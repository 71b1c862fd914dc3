import type {
  HttpRequest,
  HttpResponse,
  HttpTransport,
} from "@/lib/connectors/transports/types.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import type { Session } from "@/lib/engine/flows/open-session.ts";
import { failureOf, ResourceForbidden, withWait } from "../wire/judge-answer.ts";
import { redactAnswer } from "../wire/redact-answer.ts";

/** One exchange with a partner, as a journal may keep it: redacted. */
export interface Exchange {
  system: string;
  method: HttpRequest["method"];
  /** Path without host and query. */
  path: string;
  status: number;
  answer: unknown;
}

/** What is needed to talk to one CV environment. */
export interface CvAccess {
  http: HttpTransport;
  /** "Hub", "Terminal A": how sentences name it. */
  label: string;
  /** https://dominio.cvcrm.com.br, with or without /api at its end. */
  baseUrl: string;
  email: string;
  token: string;
  /** For v3, which takes nothing else; without one the account is sent, which some tenants take. */
  session?: Session | null;
  observe?: (exchange: Exchange) => void;
}

/** A call. `path` begins with /api. */
export interface CvCall {
  method: HttpRequest["method"];
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: object;
  /** Statuses that mean "there is none": the call then gives null. */
  missing?: readonly number[];
  /** Repeating it does no harm (an upsert); GET never does. */
  idempotent?: boolean;
  timeoutSeconds?: number;
}

/**
 * An open line to one CV environment: throws PartnerErrors, gives the parsed body, or null for 204
 * and for what is missing.
 */
export interface CvClient {
  readonly label: string;
  /** Whether v3 is open to us. */
  readonly hasSession?: boolean;
  call(request: CvCall): Promise<unknown>;
}

/** Answers that the line judges itself, because the transport does not know CV's meanings. */
const JUDGED = [400, 401, 403, 404, 405, 409, 410, 422, 500, 502, 503, 504];
const JUDGED_WHEN_REPEATABLE = JUDGED.filter((status) => status < 500);

/** Opens a line. Nothing is called yet. */
export function openCv(access: CvAccess): CvClient {
  const base = access.baseUrl
    .trim()
    .replace(/\/+$/, "")
    .replace(/\/api$/, "");
  const secrets = [access.token];
  const system = `CV ${access.label}`;

  return {
    label: access.label,
    hasSession: Boolean(access.session),
    async call({ method, path, query = {}, body, missing = [], idempotent, timeoutSeconds }) {
      const repeatable = idempotent ?? method === "GET";
      const session = path.startsWith("/api/v3/") ? access.session : null;
      const ask = async (bearer: string | null) =>
        send(access.http, {
          method,
          url: `${base}${path}${toQuery(query)}`,
          headers: {
            ...(bearer === null
              ? { email: access.email, token: access.token }
              : { authorization: `Bearer ${bearer}` }),
            accept: "application/json",
            ...(body ? { "content-type": "application/json" } : {}),
          },
          ...(body ? { body: JSON.stringify(body) } : {}),
          ...(timeoutSeconds ? { timeoutSeconds } : {}),
          idempotent: repeatable,
          // 5xx of a GET is left to the transport, which repeats it; of a write it must not be taken for "not done".
          accept: repeatable ? JUDGED_WHEN_REPEATABLE : JUDGED,
        });
      const response = session ? await askInSession(session, ask) : await ask(null);
      const failed = response.status >= 400;
      const content = readBody(response, failed);
      access.observe?.({
        system,
        method,
        path,
        status: response.status,
        answer: redactAnswer(content, secrets),
      });
      if (missing.includes(response.status)) return null;
      // Of the session alone, and no reason for the environment to stand still.
      if (session && response.status === 401)
        throw new ResourceForbidden(
          `${method} ${path}`,
          `${system} não aceitou a sessão da API v3 (401). Confira em Tokens o e-mail e a senha dela.`,
        );
      const failure = failureOf({
        system,
        resource: `${method} ${path.replace(/\/\d+(?=\/|$)/g, "/{id}")}`,
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

/** Asks with the token that all processes share, and once more with a new one where it ended before its time. */
async function askInSession(
  session: Session,
  ask: (bearer: string) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const token = await session.token();
  const response = await ask(token);
  if (response.status !== 401) return response;
  await session.forget(token);
  return ask(await session.token());
}

/** Sends over the house's transport; its 429 learns how long to wait. */
export async function send(http: HttpTransport, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await http(request);
  } catch (error) {
    throw withWait(error);
  }
}

/**
 * The parsed body; null when there is none. The body of a failure may be HTML or nothing: it is
 * judged by its status.
 */
export function readBody(response: HttpResponse, failed: boolean): unknown {
  if (response.status === 204 || response.text.trim() === "") return null;
  try {
    return response.json();
  } catch (error) {
    if (failed && error instanceof PartnerError && error.kind === "unexpected_shape") return null;
    throw error;
  }
}

/** "?a=1&b=true" of what is given. */
export function toQuery(query: Record<string, string | number | boolean | undefined>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
