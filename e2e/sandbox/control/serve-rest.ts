import { createHash, timingSafeEqual } from "node:crypto";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import path from "node:path";
import { FaultSwitch } from "./faults.ts";
import { openDoor } from "./open-door.ts";
import { type Journal, openJournal } from "./journal.ts";
import { firstProblems, type Partner, type Received } from "./partner.ts";
import { quoteRequest } from "./quote-request.ts";

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
  /** Which of the partner's addresses it came to; "" when it has one. */
  address: string;
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
  /** Of a partner with several addresses: their names and ports, in place of `port`. */
  addresses?: ReadonlyArray<{ name: string; port: number }>;
  folder: string;
  /** Whether the credentials of this request are right; a wrong one is answered 401 before `answer` is asked. */
  authorized(request: RestRequest): boolean;
  answer(request: RestRequest): RestAnswer | Promise<RestAnswer>;
  /** Figures of the page, in Portuguese. */
  counts(): Record<string, number>;
  /** Forgets what the stand-in keeps besides the list of requests. */
  reset(): void;
  access(url: string, urls: readonly string[]): [label: string, value: string][];
  commands?: Partner["commands"];
  findFile?: Partner["findFile"];
  /** The partner's own answer to wrong credentials, when it is not a plain 401. */
  unauthorized?: RestAnswer | ((request: RestRequest) => RestAnswer);
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
export async function serveRest(
  options: RestOptions,
): Promise<{ url: string; urls: string[]; partner: Partner }> {
  const faults = new FaultSwitch([
    "slow",
    "down",
    "status",
    "garbage",
    "rate_limited",
    "lose_answer",
    "unauthorized",
    "echo",
  ]);
  const journal: Journal<Received> = openJournal<Received>(
    path.join(options.folder, "requests.ndjson"),
  );

  async function handle(
    incoming: IncomingMessage,
    response: ServerResponse,
    address: string,
  ): Promise<void> {
    const body = await readBody(incoming);
    const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
    const request: RestRequest = {
      method: incoming.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body,
      json: parseJson(body),
      address,
    };
    const note = ({ status, rows = 0, problems = [], quiet }: RestAnswer) => {
      if (quiet && problems.length === 0) return;
      journal.append({
        at: new Date().toISOString(),
        name: `${request.method} ${request.path}${url.search}${address ? ` (${address})` : ""} → ${status}`,
        verdict: status >= 400 ? "refused" : problems.length ? "problems" : "ok",
        rows,
        problems: firstProblems(problems),
      });
    };
    const send = (answer: RestAnswer) => {
      note(answer);
      const raw = typeof answer.body === "string" || answer.body instanceof Uint8Array;
      const content =
        answer.body === undefined
          ? ""
          : raw
            ? (answer.body as string | Uint8Array)
            : JSON.stringify(answer.body);
      response
        .writeHead(answer.status, {
          ...(raw || answer.body === undefined
            ? {}
            : { "content-type": "application/json; charset=utf-8" }),
          ...answer.headers,
        })
        .end(content);
    };
    const refuse = (status: number, message: string): RestAnswer => ({
      status,
      body: { codigo: status, mensagem: message },
      problems: [message],
    });

    await faults.delay(address);
    const limited = faults.take("rate_limited", address);
    if (limited)
      return send({
        ...refuse(429, "Muitas requisições"),
        headers:
          limited.retryAfter === undefined ? {} : { "retry-after": String(limited.retryAfter) },
      });
    const failing = faults.take("status", address);
    if (failing) return send(refuse(failing.status ?? 500, "Falha ligada no painel"));
    const echoing = faults.take("echo", address);
    if (echoing)
      return send({
        status: echoing.status ?? 422,
        body: quoteRequest({
          method: incoming.method,
          url: incoming.url,
          headers: incoming.headers,
          body,
        }),
        problems: ["Recusado, com o pedido repetido na resposta"],
      });
    if (faults.take("garbage", address)) {
      note({ status: 200, problems: ["Respondido com HTML em vez do combinado"] });
      return void response
        .writeHead(200, { "content-type": "text/html" })
        .end("<html><body><h1>Manuten&ccedil;&atilde;o programada</h1></body></html>");
    }
    if (faults.take("unauthorized", address) || !options.authorized(request)) {
      const own = options.unauthorized;
      return send(
        (typeof own === "function" ? own(request) : own) ?? refuse(401, "Credenciais inválidas"),
      );
    }

    const answer = await options.answer(request);
    if (faults.take("lose_answer", address)) {
      note({
        ...answer,
        problems: [...(answer.problems ?? []), "Recebido, mas a conexão caiu antes da resposta"],
      });
      return void incoming.socket.resetAndDestroy();
    }
    send(answer);
  }

  const doors = await Promise.all(
    (options.addresses ?? [{ name: "", port: options.port }]).map(({ name, port }) => {
      const server = createServer((request, response) => {
        handle(request, response, name).catch((error: unknown) => {
          console.error(error);
          response.destroy();
        });
      });
      return openDoor({
        port,
        faults,
        ...(name ? { address: name } : {}),
        onSocket: (socket) => void server.emit("connection", socket),
      });
    }),
  );
  const urls = doors.map((door) => `http://127.0.0.1:${door.port}`);
  const [url = ""] = urls;
  const partner: Partner = {
    id: options.id,
    name: options.name,
    access: options.access(url, urls),
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
    stop: async () => void (await Promise.all(doors.map((door) => door.close()))),
  };
  return { url, urls, partner };
}
