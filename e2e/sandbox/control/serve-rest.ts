import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import { FaultSwitch } from "./faults.ts";
import { openDoor } from "./open-door.ts";
import { type Journal, openJournal } from "./journal.ts";
import { firstProblems, type Partner, type Received } from "./partner.ts";

const MAX_BODY = 120_000_000;
/** Requests kept for the page: the oldest are forgotten in memory, never in the partner's own books. */
const KEPT = 2_000;

/** A request as a stand-in reads it. */
export interface RestRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Parsed JSON; undefined when the body is empty or no JSON. */
  json: unknown;
}

/** What a stand-in answers, and what it thought of the request. */
export interface RestAnswer {
  status: number;
  /** An object is sent as JSON; text and bytes go as they are; absent = no body. */
  body?: object | string | Uint8Array;
  headers?: Record<string, string>;
  /** Records of the request that were taken into account. */
  rows?: number;
  /** Portuguese sentences about what is wrong with the request, for the page and the tests. */
  problems?: string[];
  /** Calls that are none of the partner's business figures (health, tokens) can stay out of the list. */
  quiet?: boolean;
}

interface RestOptions {
  id: string;
  name: string;
  port: number;
  folder: string;
  /** Whether the credentials of this request are right; a wrong one is answered 401 before `answer` is asked. */
  authorized(request: RestRequest): boolean;
  answer(request: RestRequest): RestAnswer | Promise<RestAnswer>;
  /** Figures of the page, in Portuguese. */
  counts(): Record<string, number>;
  /** Forgets what the stand-in keeps besides the list of requests. */
  reset(): void;
  access(url: string): [label: string, value: string][];
  commands?: Partner["commands"];
  findFile?: Partner["findFile"];
  /** The partner's own answer to wrong credentials, when it is not a plain 401. */
  unauthorized?: RestAnswer;
}

/** Compares without telling by its time how much of it was right. */
export function isSame(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given ?? ""), digest(expected));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    // Undefined is "not JSON": the route answers 400 to it.
    return undefined;
  }
}

/**
 * A partner that speaks HTTP: one address with the faults of all, the list of what it received, and the
 * routes of the caller. `lose_answer` lets the routes do their work and then cuts the line.
 */
export async function serveRest(options: RestOptions): Promise<{ url: string; partner: Partner }> {
  const faults = new FaultSwitch(["slow", "down", "status", "garbage", "rate_limited", "lose_answer", "unauthorized"]);
  const journal: Journal<Received> = openJournal<Received>(path.join(options.folder, "requests.ndjson"));

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
    const request: RestRequest = { method: incoming.method ?? "GET", path: url.pathname, query: url.searchParams, headers: incoming.headers, body, json: parseJson(body) };
    const note = ({ status, rows = 0, problems = [], quiet }: RestAnswer) => {
      if (quiet && problems.length === 0) return;
      journal.append({ at: new Date().toISOString(), name: `${request.method} ${request.path}${url.search} → ${status}`, verdict: status >= 400 ? "refused" : problems.length ? "problems" : "ok", rows, problems: firstProblems(problems) });
    };
    const send = (answer: RestAnswer) => {
      note(answer);
      const raw = typeof answer.body === "string" || answer.body instanceof Uint8Array;
      const content = answer.body === undefined ? "" : raw ? (answer.body as string | Uint8Array) : JSON.stringify(answer.body);
      response.writeHead(answer.status, { ...(raw || answer.body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }), ...answer.headers }).end(content);
    };
    const refuse = (status: number, message: string): RestAnswer => ({ status, body: { codigo: status, mensagem: message }, problems: [message] });

    await faults.delay();
    const limited = faults.take("rate_limited");
    if (limited) return send({ ...refuse(429, "Muitas requisições"), headers: limited.retryAfter === undefined ? {} : { "retry-after": String(limited.retryAfter) } });
    const failing = faults.take("status");
    if (failing) return send(refuse(failing.status ?? 500, "Falha ligada no painel"));
    if (faults.take("garbage")) {
      note({ status: 200, problems: ["Respondido com HTML em vez do combinado"] });
      return void response.writeHead(200, { "content-type": "text/html" }).end("<html><body><h1>Manuten&ccedil;&atilde;o programada</h1></body></html>");
    }
    if (faults.take("unauthorized") || !options.authorized(request)) return send(options.unauthorized ?? refuse(401, "Credenciais inválidas"));

    const answer = await options.answer(request);
    if (faults.take("lose_answer")) {
      note({ ...answer, problems: [...(answer.problems ?? []), "Recebido, mas a conexão caiu antes da resposta"] });
      return void incoming.socket.resetAndDestroy();
    }
    send(answer);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  const door = await openDoor({ port: options.port, faults, onSocket: (socket) => void server.emit("connection", socket) });
  const url = `http://127.0.0.1:${door.port}`;
  const partner: Partner = {
    id: options.id,
    name: options.name,
    access: options.access(url),
    faults,
    counts: () => options.counts(),
    received: () => journal.records.slice(-KEPT),
    findFile: options.findFile ?? (() => null),
    ...(options.commands ? { commands: options.commands } : {}),
    reset: async () => {
      journal.clear();
      options.reset();
      await faults.clear();
    },
    stop: () => door.close(),
  };
  return { url, partner };
}
