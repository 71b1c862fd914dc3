import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { makeAuthority } from "@/e2e/support/make-certificates.ts";
import type { PartnerError } from "@/lib/core/errors.ts";
import { createHttp } from "./http.ts";
import { testOptions } from "./test-options.ts";

const servers: Array<{ close(): unknown }> = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  servers.push({ close: () => (server.closeAllConnections(), server.close()) });
  return listen(server);
}

async function listen(server: {
  listen(port: number, host: string, done: () => void): unknown;
  address(): unknown;
}): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const at = async (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error("did not fail");
    },
    (error: unknown) => error as PartnerError,
  );
const noWait = async () => undefined;

test("a good answer comes with its text, and one line without the query tells of it", async () => {
  const url = await serve((request, response) =>
    response.end(JSON.stringify({ got: request.headers["x-loja"] })),
  );
  const options = testOptions();
  const response = await createHttp(options)({
    method: "GET",
    url: `${url}/v1/itens?chave=s3nh%40`,
    headers: { "x-loja": "12" },
  });
  expect(response.json()).toEqual({ got: "12" });
  expect(options.lines).toHaveLength(1);
  expect(options.lines[0]?.text).toMatch(/^GET 127\.0\.0\.1:\d+\/v1\/itens → 200 em \d+ ms$/);
  expect(options.taken()).toBe(1);
});

describe("each status has its kind", () => {
  test.each([
    [401, "auth"],
    [403, "auth"],
    [429, "rate_limited"],
    [500, "unavailable"],
    [503, "unavailable"],
    [408, "unavailable"],
    [400, "rejected"],
    [404, "rejected"],
    [422, "rejected"],
    [302, "unexpected_shape"],
  ])("%i is %s", async (status, kind) => {
    const url = await serve((_request, response) =>
      response
        .writeHead(status, { location: "/elsewhere" })
        .end("o corpo traz s3nh@ secreta e 123.456.789-09"),
    );
    const options = testOptions();
    expect(
      await at(createHttp(options, noWait)({ method: "POST", url, body: "{}" })),
    ).toMatchObject({ kind });
    expect(JSON.stringify(options.lines)).not.toMatch(/s3nh@|123\.456\.789-09/);
    expect(options.lines).toHaveLength(1);
  });

  test("a status that the connector expects is an answer", async () => {
    const url = await serve((_request, response) => response.writeHead(422).end("[]"));
    expect((await createHttp(testOptions())({ method: "POST", url, accept: [422] })).status).toBe(
      422,
    );
  });
});

describe("only what is safe is repeated", () => {
  test.each([
    ["GET", undefined, 3],
    ["POST", true, 3],
    ["POST", undefined, 1],
  ] as const)(
    "a 500 to %s (idempotent: %s) is tried %i time(s)",
    async (method, idempotent, tries) => {
      let calls = 0;
      const url = await serve(
        (_request, response) => ((calls += 1), response.writeHead(500).end()),
      );
      const options = testOptions();
      await at(createHttp(options, noWait)({ method, url, ...(idempotent ? { idempotent } : {}) }));
      expect(calls).toBe(tries);
      expect(options.taken()).toBe(tries);
    },
  );

  test("429 is waited for as told, and given to the engine when it asks for more than a minute", async () => {
    const waits: number[] = [];
    let answers = [
      ["2", 429],
      ["", 200],
    ] as Array<[string, number]>;
    const url = await serve((_request, response) => {
      const [after, status] = answers.shift() ?? ["600", 429];
      response.writeHead(status, after ? { "retry-after": after } : {}).end("ok");
    });
    const http = createHttp(testOptions(), async (milliseconds) => void waits.push(milliseconds));
    expect((await http({ method: "POST", url })).text).toBe("ok");
    expect(waits).toEqual([2000]);
    answers = [];
    expect(await at(http({ method: "POST", url }))).toMatchObject({
      kind: "rate_limited",
      retryAfterSeconds: 600,
    });
    expect(waits).toEqual([2000]);
  });

  test("a refused connection is tried again whatever the method, since nothing arrived", async () => {
    const server = createSocketServer();
    const url = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const options = testOptions();
    expect(await at(createHttp(options, noWait)({ method: "POST", url, body: "x" }))).toMatchObject(
      { kind: "unavailable" },
    );
    expect(options.taken()).toBe(3);
  });
});

describe("an answer that does not come", () => {
  test("a time-out after the request left is uncertain, and an outage when repeating is harmless", async () => {
    const url = await serve(() => undefined);
    const http = createHttp(testOptions(), noWait);
    expect(await at(http({ method: "POST", url, timeoutSeconds: 0.1 }))).toMatchObject({
      kind: "uncertain",
    });
    expect(await at(http({ method: "GET", url, timeoutSeconds: 0.1 }))).toMatchObject({
      kind: "unavailable",
    });
  });

  test("so is a line that drops in the middle of the answer", async () => {
    const url = await serve(
      (_request, response) => (
        response.writeHead(200, { "content-length": "1000" }).write("half"),
        setImmediate(() => response.destroy())
      ),
    );
    expect(await at(createHttp(testOptions(), noWait)({ method: "POST", url }))).toMatchObject({
      kind: "uncertain",
    });
  });

  test("an abort ends the call at once with its own reason", async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort(new Error("cancelada")));
    const started = performance.now();
    await expect(
      createHttp(testOptions({ signal: controller.signal }))({ method: "POST", url }),
    ).rejects.toThrow("cancelada");
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe("an answer that is not what it should be", () => {
  test("garbage instead of HTTP", async () => {
    const server = createSocketServer((socket) => void socket.end("SSH-2.0-OpenSSH\r\n\r\n"));
    servers.push(server);
    expect(
      await at(createHttp(testOptions(), noWait)({ method: "POST", url: await listen(server) })),
    ).toMatchObject({ kind: "unexpected_shape" });
  });

  test("no JSON; its text is not quoted in the error", async () => {
    const url = await serve((_request, response) => response.end("<html>Maria da Silva</html>"));
    const { json } = await createHttp(testOptions())({ method: "GET", url });
    expect(json).toThrow(/não é JSON/);
    try {
      json();
    } catch (error) {
      expect(String(error) + String((error as Error).cause)).not.toContain("Maria");
    }
  });

  test("too large, also when it is small on the wire", async () => {
    const url = await serve((_request, response) =>
      response
        .writeHead(200, { "content-encoding": "gzip" })
        .end(gzipSync(Buffer.alloc(5_000_000))),
    );
    expect(
      await at(createHttp(testOptions())({ method: "POST", url, maxBytes: 1_000_000 })),
    ).toMatchObject({ kind: "unexpected_shape" });
  });

  test("Latin-1 is read as such", async () => {
    const url = await serve((_request, response) =>
      response
        .writeHead(200, { "content-type": "text/plain; charset=ISO-8859-1" })
        .end(Buffer.from("São João", "latin1")),
    );
    expect((await createHttp(testOptions())({ method: "GET", url })).text).toBe("São João");
  });
});

test("redirects are not followed", async () => {
  let followed = false;
  const url = await serve((request, response) => {
    followed ||= request.url === "/secret";
    response.writeHead(307, { location: "/secret" }).end();
  });
  await at(createHttp(testOptions(), noWait)({ method: "GET", url }));
  expect(followed).toBe(false);
});

test.each([
  "ftp://partner.example/",
  "http://user:pass@partner.example/",
  "nonsense",
  "file:///etc/passwd",
])("%s is a wrong setting", async (url) => {
  expect(await at(createHttp(testOptions())({ method: "GET", url }))).toMatchObject({
    kind: "settings",
  });
});

test("an address inside the network is not called", async () => {
  let called = false;
  const url = await serve((_request, response) => ((called = true), response.end()));
  expect(
    await at(createHttp(testOptions({ allowPrivate: [] }), noWait)({ method: "GET", url })),
  ).toMatchObject({ kind: "settings" });
  expect(called).toBe(false);
});

describe("TLS", () => {
  test("a certificate nobody vouches for is refused before anything is sent", async () => {
    let called = false;
    const server = createSecureServer(
      makeAuthority("localhost"),
      (_request, response) => ((called = true), response.end()),
    );
    servers.push({ close: () => (server.closeAllConnections(), server.close()) });
    const url = (await listen(server)).replace("http:", "https:");
    expect(
      await at(createHttp(testOptions(), noWait)({ method: "POST", url, body: "x" })),
    ).toMatchObject({ kind: "settings", detail: expect.stringContaining("certificado") });
    expect(called).toBe(false);
  });

  test("TLS older than 1.2 is refused", async () => {
    const server = createSecureServer(
      {
        ...makeAuthority("localhost"),
        minVersion: "TLSv1",
        maxVersion: "TLSv1.1",
        ciphers: "DEFAULT@SECLEVEL=0",
      },
      (_request, response) => response.end(),
    );
    servers.push({ close: () => (server.closeAllConnections(), server.close()) });
    const url = (await listen(server)).replace("http:", "https:");
    expect(await at(createHttp(testOptions(), noWait)({ method: "GET", url }))).toMatchObject({
      kind: "settings",
    });
  });

  test("a server that speaks no TLS at all", async () => {
    const url = (await serve((_request, response) => response.end())).replace("http:", "https:");
    expect(await at(createHttp(testOptions(), noWait)({ method: "GET", url }))).toMatchObject({
      kind: "settings",
    });
  });
});

test("a body that streams arrives whole, and is opened anew for another try", async () => {
  let calls = 0;
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .on("end", () => {
        calls += 1;
        response
          .writeHead(calls === 1 ? 503 : 200)
          .end(`${request.headers["content-length"]} ${Buffer.concat(chunks).length}`);
      });
  });
  const part = new Uint8Array(70_000).fill(7);
  const body = {
    bytes: 210_000,
    open: async function* () {
      for (let count = 0; count < 3; count++) yield part;
    },
  };
  expect(
    (await createHttp(testOptions(), noWait)({ method: "POST", url, body, idempotent: true })).text,
  ).toBe("210000 210000");
});

test("a source that breaks is not taken for a whole body", async () => {
  const url = await serve((request, response) =>
    request.resume().on("end", () => response.end("{}")),
  );
  const body = {
    bytes: 100_000,
    open: async function* () {
      yield new Uint8Array(50_000);
      throw new Error("the disk broke");
    },
  };
  expect(await at(createHttp(testOptions(), noWait)({ method: "POST", url, body }))).toMatchObject({
    kind: expect.stringMatching(/^(uncertain|unavailable)$/),
  });
});
