import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createHttp } from "@/lib/connectors/transports/http.ts";
import { testOptions } from "@/lib/connectors/transports/test-options.ts";
import { downloadLink } from "./download-link.ts";

let server: Server;
let origin: string;
const seen: Array<Record<string, unknown>> = [];
const http = createHttp(testOptions(), async () => undefined);
const fetchPath = (path: string, maxBytes = 1_000_000) =>
  downloadLink(http, `${origin}${path}`, { what: "“RG”", maxBytes });

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.headers);
    const path = request.url ?? "";
    if (path === "/pdf") return void response.end(`%PDF-1.4 ${"x".repeat(100)}`);
    if (path === "/away") return void response.writeHead(302, { location: "/pdf" }).end();
    if (path === "/loop") return void response.writeHead(302, { location: "/loop" }).end();
    if (path === "/inside")
      return void response.writeHead(302, { location: "http://192.168.0.1/x" }).end();
    if (path === "/page")
      return void response
        .writeHead(200, { "content-type": "application/pdf" })
        .end("<html><body>Entre</body></html>");
    if (path === "/big") return void response.end(Buffer.alloc(2_000_000));
    if (path === "/empty") return void response.end();
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
beforeEach(() => void seen.splice(0));

test("a document is fetched through a redirect, with no credentials and a hash", async () => {
  const got = await fetchPath("/away");
  expect(got).toMatchObject({
    kind: { extension: "pdf" },
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(seen).toHaveLength(2);
  for (const headers of seen)
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(["token"]));
});

test.each([
  ["/page", "uma página"],
  ["/big", "mais de 1 MB"],
  ["/empty", "vazio"],
  ["/gone", "expirou"],
  ["/loop", "redirecionamentos em excesso"],
  ["/inside", "não é um https"],
])("%s is refused with a sentence", async (path, sentence) => {
  await expect(fetchPath(path)).rejects.toMatchObject({
    kind: "rejected",
    detail: expect.stringContaining(sentence) as string,
  });
});

test.each([
  "http://documentos.example/1",
  "ftp://documentos.example/1",
  "https://usuario:senha@documentos.example/1",
  "arquivo",
  "",
])("the link “%s” is not opened", async (link) => {
  await expect(downloadLink(http, link, { what: "“RG”", maxBytes: 10 })).rejects.toMatchObject({
    kind: "rejected",
  });
  expect(seen).toEqual([]);
});
