import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import { z } from "zod";
import { FaultSwitch } from "../control/faults.ts";
import { openDoor } from "../control/open-door.ts";
import { openJournal } from "../control/journal.ts";
import { firstProblems, type Partner } from "../control/partner.ts";
import { quoteRequest } from "../control/quote-request.ts";
import { Ledger, type ResendRequest } from "./ledger.ts";
import { DEFAULT_GTINS, makePromotions } from "./promotions.ts";
import { answerCall, type Answer, type Desk } from "./routes.ts";

const ADDRESSES = ["url1", "url2", "url3"] as const;
const MAX_BODY = 20_000_000;
const askShape = z.strictObject({
  local: z
    .string()
    .regex(/^\d{1,6}$/)
    .default("1"),
  fecha: z.iso.date(),
  codigoCaja: z.coerce.number().int().nonnegative().nullable().default(null),
  tipo: z.enum(["MOVIMIENTOS", "CIERRES_DIARIOS"]),
});
const gtinsShape = z.strictObject({ gtins: z.array(z.string().regex(/^\d{8,14}$/)).min(1) });

/** How to reach the stand-in of ScannTech: three addresses of one partner. */
export interface ScanntechAccess {
  url1: string;
  url2: string;
  url3: string;
  user: string;
  password: string;
  /** Id da empresa; any local of 1 to 6 digits is one of its shops. */
  company: string;
  local: string;
}

/** The partner, with what only this one can do. */
export interface ScanntechPartner extends Partner {
  askResend(request: ResendRequest): void;
  setGtins(gtins: readonly string[]): void;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Undefined is "not JSON": the route answers 400 to it.
    return undefined;
  }
}

function isAuthorized(header: string | undefined, user: string, password: string): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`);
  const given = Buffer.from(header ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Starts ScannTech's HTTP server on three addresses, with its books. */
export async function startScanntech({
  ports,
  folder,
}: {
  ports: readonly [number, number, number];
  folder: string;
}): Promise<{ access: ScanntechAccess; partner: ScanntechPartner }> {
  const account = {
    user: "integracao@rede-modelo.example",
    password: "scanntech-modelo",
    company: "1001",
    local: "1",
  };
  const ledger = new Ledger(path.join(folder, "ledger.ndjson"));
  const gtins = openJournal<string[]>(path.join(folder, "gtins.ndjson"));
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
  const desk: Desk = {
    company: account.company,
    ledger,
    promotions: () => makePromotions(gtins.records.at(-1) ?? DEFAULT_GTINS, new Date()),
    nextLot: () => 900_000 + ledger.requests.length + 1,
  };

  const refuse = (status: number, message: string): Answer => ({
    status,
    body: { error: { code: String(status), message } },
    rows: 0,
    problems: [message],
  });

  async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    address: string,
  ): Promise<void> {
    const text = await readBody(request);
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const note = (answer: Answer) =>
      ledger.note({
        at: new Date().toISOString(),
        name: `${request.method} ${url.pathname}${url.search} (${address}) → ${answer.status}`,
        verdict: answer.status >= 400 ? "refused" : answer.problems.length ? "problems" : "ok",
        rows: answer.rows,
        problems: firstProblems(answer.problems),
      });
    const send = (answer: Answer, headers: Record<string, string> = {}) => {
      note(answer);
      response
        .writeHead(answer.status, { "content-type": "application/json; charset=utf-8", ...headers })
        .end(JSON.stringify(answer.body));
    };

    await faults.delay(address);
    const limited = faults.take("rate_limited", address);
    if (limited)
      return send(
        refuse(429, "Muitas requisições"),
        limited.retryAfter === undefined ? {} : { "retry-after": String(limited.retryAfter) },
      );
    const failing = faults.take("status", address);
    if (failing) return send(refuse(failing.status ?? 500, "Falha ligada no painel"));
    const echoing = faults.take("echo", address);
    if (echoing)
      return send({
        status: echoing.status ?? 422,
        rows: 0,
        problems: ["Recusado, com o pedido repetido na resposta"],
        body: quoteRequest({
          method: request.method,
          url: request.url,
          headers: request.headers,
          body: text,
        }),
      });
    if (faults.take("garbage", address)) {
      note({ status: 200, body: null, rows: 0, problems: ["Respondido com HTML em vez de JSON"] });
      return void response
        .writeHead(200, { "content-type": "text/html" })
        .end("<html><body><h1>Manuten&ccedil;&atilde;o programada</h1></body></html>");
    }
    if (
      faults.take("unauthorized", address) ||
      !isAuthorized(request.headers.authorization, account.user, account.password)
    ) {
      return send(refuse(401, "Usuário ou senha inválidos"), {
        "www-authenticate": 'Basic realm="scanntech"',
      });
    }
    if (!request.headers["pdv-version"] || !request.headers["backend-version"])
      return send(refuse(400, "Faltam os cabeçalhos pdv-version e backend-version"));
    if (
      request.method === "POST" &&
      !request.headers["content-type"]?.startsWith("application/json")
    )
      return send(refuse(415, "Content-Type deve ser application/json"));

    const answer = answerCall(desk, {
      method: request.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      body: text ? parseJson(text) : undefined,
    });
    if (faults.take("lose_answer", address)) {
      note({
        ...answer,
        problems: [...answer.problems, "Recebido, mas a conexão caiu antes da resposta"],
      });
      return void request.socket.resetAndDestroy();
    }
    send(answer);
  }

  const doors = await Promise.all(
    ADDRESSES.map((address, index) => {
      const server = createServer((request, response) => {
        handle(request, response, address).catch((error: unknown) => {
          console.error(error);
          response.destroy();
        });
      });
      return openDoor({
        port: ports[index] ?? 0,
        faults,
        address,
        onSocket: (socket) => void server.emit("connection", socket),
      });
    }),
  );
  const [url1 = "", url2 = "", url3 = ""] = doors.map((door) => `http://127.0.0.1:${door.port}`);

  const partner: ScanntechPartner = {
    id: "scanntech",
    name: "ScannTech",
    access: [
      ["Protocolo", "HTTP com Basic"],
      ["URL 1", url1],
      ["URL 2", url2],
      ["URL 3", url3],
      ["Usuário", account.user],
      ["Senha", account.password],
      ["Id da empresa", account.company],
      ["Id do local", "qualquer número de 1 a 6 dígitos"],
    ],
    faults,
    counts: () => ledger.counts(),
    received: () => ledger.requests,
    findFile: () => null,
    commands: {
      "ask-resend": (body) => {
        const request = askShape.parse(body);
        ledger.ask(request);
        return request;
      },
      promotions: (body) => {
        const request = gtinsShape.parse(body);
        gtins.append([...request.gtins]);
        return request;
      },
    },
    askResend: (request) => ledger.ask(request),
    setGtins: (list) => gtins.append([...list]),
    reset: async () => {
      ledger.reset();
      gtins.clear();
      await faults.clear();
    },
    stop: async () => void (await Promise.all(doors.map((door) => door.close()))),
  };
  return { access: { url1, url2, url3, ...account }, partner };
}
