import { get, request as call, createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guardRequests } from "./guard-requests.ts";

/** Stands for the framework: answers what it sees of a request, in headers of its own making. */
const server = createServer((request, response) => {
  response.setHeader("Content-Security-Policy", request.url === "/own" ? "own" : "");
  if (request.url !== "/own") response.removeHeader("Content-Security-Policy");
  response.end(`${request.method} ${request.url}`);
});
const plain = createServer((request, response) => response.end(`${request.method} ${request.url}`));
const portOf = (one: typeof server) => (one.address() as AddressInfo).port;

beforeAll(async () => {
  guardRequests();
  for (const one of [server, plain])
    await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.close();
  plain.close();
});

async function send(
  path: string,
  method = "GET",
  headers: Record<string, string> = {},
): Promise<{ seen: string; headers: IncomingMessage["headers"] }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    call({ port: portOf(plain), host: "127.0.0.1", path, method, headers }, resolve)
      .on("error", reject)
      .end(),
  );
  let seen = "";
  for await (const chunk of response) seen += String(chunk);
  return { seen, headers: response.headers };
}

describe("every answer", () => {
  test.each(["/", "/nada", "/_next/static/nada.js", "/%ff", "/api/webhooks/a/b", "/api/ping"])(
    "to %s carries the headers, whoever wrote it",
    async (path) => {
      const { headers } = await send(path);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["x-frame-options"]).toBe("DENY");
      expect(headers["referrer-policy"]).toBe("same-origin");
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers["permissions-policy"]).toBeTruthy();
      expect(headers["strict-transport-security"]).toBeUndefined();
    },
  );

  test("over https says so", async () => {
    const { headers } = await send("/", "GET", { "x-forwarded-proto": "https" });
    expect(headers["strict-transport-security"]).toContain("max-age");
  });

  test("keeps what a page says of itself", async () => {
    const response = await new Promise<IncomingMessage>((resolve) =>
      get({ port: portOf(server), host: "127.0.0.1", path: "/own" }, resolve),
    );
    response.resume();
    expect(response.headers["content-security-policy"]).toBe("own");
  });
});

describe("what the framework would stumble over", () => {
  test.each([
    ["TRACE", "/integracoes", "GET /api/refused/405"],
    ["PROPFIND", "/", "GET /api/refused/405"],
    ["GET", "/%ff", "GET /api/refused/400"],
    ["POST", "/api/lists/%E0%A4%A?x=1", "GET /api/refused/400"],
    ["GET", "/%", "GET /api/refused/400"],
    ["TRACE", "/api/v1/movements/?de=1", "PUT /api/v1/movements?de=1"],
    ["PROPFIND", "/api/v1", "PUT /api/v1"],
    ["POST", "/api/v1/%E0%A4%A", "PUT /api/v1"],
    ["TRACE", "/api/v1x", "GET /api/refused/405"],
  ])("%s %s is answered by a route of ours", async (method, path, seen) =>
    expect((await send(path, method)).seen).toBe(seen),
  );

  test("an address of another form is refused too", async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(portOf(plain), "127.0.0.1", () =>
        socket.write("GET http://mal.example/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
      );
      let text = "";
      socket.on("data", (chunk) => (text += String(chunk))).on("close", () => resolve(text));
    });
    expect(answer).toContain("GET /api/refused/400");
  });

  test("a query may hold anything", async () =>
    expect((await send("/integracoes?busca=%ff%00")).seen).toBe("GET /integracoes?busca=%ff%00"));
});

test.each([
  ["/api/webhooks/a/b/", "/api/webhooks/a/b"],
  ["/api/v1/movements//?de=1/", "/api/v1/movements?de=1/"],
  ["/api/v1/movements", "/api/v1/movements"],
  ["/integracoes/", "/integracoes/"],
])("a slash at the end is no other address for machines: %s", async (path, seen) =>
  expect((await send(path, "POST")).seen).toBe(`POST ${seen}`),
);
