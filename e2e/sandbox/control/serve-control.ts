import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { FAULT_KINDS } from "./faults.ts";
import type { Partner } from "./partner.ts";
import { renderPage } from "./render-page.ts";

interface ControlOptions {
  port: number;
  partners: Record<string, Partner>;
}

interface Answer {
  status: number;
  body: unknown;
}

const positive = z.coerce.number().int().positive();
const faultShape = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  times: positive.optional(),
  ms: positive.max(600_000).optional(),
  status: positive.max(599).optional(),
  retryAfter: z.coerce.number().int().nonnegative().optional(),
  address: z.string().max(40).optional(),
});
const clearShape = z.strictObject({ clear: z.union([z.literal(true), z.enum(FAULT_KINDS)]) });

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return text ? (JSON.parse(text) as unknown) : {};
}

const stateOf = (partner: Partner) => ({
  id: partner.id,
  name: partner.name,
  access: Object.fromEntries(partner.access),
  counts: partner.counts(),
  faults: partner.faults.list(),
  supportedFaults: partner.faults.supported,
});

async function switchFault(partner: Partner, body: unknown): Promise<Answer> {
  const clear = clearShape.safeParse(body);
  if (clear.success)
    await partner.faults.clear(clear.data.clear === true ? undefined : clear.data.clear);
  else {
    const fault = faultShape.parse(body);
    if (!partner.faults.supported.includes(fault.kind))
      return { status: 400, body: { error: `${partner.name} não falha assim: ${fault.kind}` } };
    await partner.faults.set(fault);
  }
  return { status: 200, body: { faults: partner.faults.list() } };
}

async function command(partner: Partner, verb: string, body: unknown): Promise<Answer | null> {
  if (verb === "faults") return switchFault(partner, body);
  if (verb === "reset") {
    await partner.reset();
    return { status: 200, body: stateOf(partner) };
  }
  const own =
    partner.commands && Object.hasOwn(partner.commands, verb) ? partner.commands[verb] : undefined;
  return own ? { status: 200, body: (await own(body)) ?? {} } : null;
}

/** Serves the page and the JSON API with which people and tests watch the stand-ins and make them fail. */
export async function serveControl({
  port,
  partners,
}: ControlOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const send = (status: number, type: string, content: string | Buffer) =>
      void response
        .writeHead(status, {
          "content-type": type,
          "x-content-type-options": "nosniff",
          "cache-control": "no-store",
        })
        .end(content);
    const json = ({ status, body }: Answer) =>
      send(status, "application/json; charset=utf-8", JSON.stringify(body));
    const missing = () => json({ status: 404, body: { error: "Não há nada neste endereço" } });

    const answer = async () => {
      const [first = "", verb = "", name] = new URL(request.url ?? "/", "http://127.0.0.1").pathname
        .split("/")
        .slice(1)
        .map(decodeURIComponent);
      const partner = Object.hasOwn(partners, first) ? partners[first] : undefined;
      if (request.method === "GET") {
        if (first === "")
          return send(200, "text/html; charset=utf-8", renderPage(Object.values(partners)));
        if (first === "state")
          return json({
            status: 200,
            body: Object.fromEntries(Object.values(partners).map((one) => [one.id, stateOf(one)])),
          });
        if (partner && verb === "received") return json({ status: 200, body: partner.received() });
        const file = partner && verb === "files" && name ? partner.findFile(name) : null;
        return file ? send(200, "text/plain; charset=utf-8", await readFile(file)) : missing();
      }
      // Another site open in the same browser must not switch faults: it cannot send JSON across
      // origins without asking.
      if (
        request.method !== "POST" ||
        !request.headers["content-type"]?.startsWith("application/json")
      )
        return json({ status: 405, body: { error: "Use POST com JSON" } });
      const result = partner ? await command(partner, verb, await readJson(request)) : null;
      return result ? json(result) : missing();
    };
    answer().catch((error: unknown) => {
      if (error instanceof z.ZodError)
        json({
          status: 400,
          body: {
            error: error.issues
              .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
              .join("; "),
          },
        });
      else if (error instanceof SyntaxError || error instanceof URIError)
        json({ status: 400, body: { error: "Pedido ilegível" } });
      else {
        console.error(error);
        json({ status: 500, body: { error: "Falha interna" } });
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
