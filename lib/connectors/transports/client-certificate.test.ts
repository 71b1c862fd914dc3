import { createPrivateKey } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Certified, makeAuthority } from "@/e2e/support/make-certificates.ts";
import type { PartnerError } from "@/lib/core/errors.ts";
import { createHttp } from "./http.ts";
import { testOptions } from "./test-options.ts";
import type { TlsIdentity } from "./types.ts";

const at = async (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error("did not fail");
    },
    (error: unknown) => error as PartnerError,
  );
const noWait = async () => undefined;
const named = ({ cert, key }: Certified) => ({ certificate: cert, key });
const half = (pem: string) => pem.split("\n").toSpliced(3, 3).join("\n");

describe("a partner with an authority of its own that asks for a client's certificate", () => {
  const authority = makeAuthority();
  const client = makeAuthority("Clientes do parceiro");
  const own = client.issue("Drogarias Modelo");
  const right = { authority: authority.cert, certificate: own.cert, key: own.key };
  let server: Server;
  let url: string;
  let names: string[];
  let calls: number;

  beforeEach(async () => {
    [names, calls] = [[], 0];
    server = createServer(
      {
        ...authority.issue("parceiro", ["127.0.0.1"]),
        ca: client.cert,
        requestCert: true,
        rejectUnauthorized: true,
      },
      (request, response) => {
        calls += 1;
        names.push(String((request.socket as TLSSocket).getPeerCertificate().subject?.CN));
        response.end("ok");
      },
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const call = (tls: TlsIdentity | undefined, method: "GET" | "POST" = "POST") =>
    createHttp(testOptions(), noWait)({ method, url, tls });

  test("takes the one it vouches for, also joined to one line, with a chain or a sealed key", async () => {
    const sealed = createPrivateKey(own.key)
      .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "s3nh@" })
      .toString();
    const curve = createPrivateKey(own.key).export({ type: "sec1", format: "pem" }).toString();
    const flat = (pem: string) => pem.replace(/\n/g, " ");
    for (const tls of [
      right,
      { ...right, certificate: `${own.cert}${client.cert}` },
      { ...right, authority: `${makeAuthority("Outra").cert}\r\n${authority.cert}` },
      { authority: flat(authority.cert), certificate: flat(own.cert), key: flat(own.key) },
      { ...right, key: curve },
      { ...right, key: sealed, passphrase: "s3nh@" },
      { ...right, key: flat(sealed), passphrase: "s3nh@" },
    ])
      expect(await call(tls)).toMatchObject({ status: 200, text: "ok" });
    expect(new Set(names)).toEqual(new Set(["Drogarias Modelo"]));
  });

  test("is not asked as one client on the line of another", async () => {
    const other = client.issue("Outra rede");
    const http = createHttp(testOptions(), noWait);
    for (const { cert, key } of [own, other, own])
      await http({ method: "GET", url, tls: { ...right, certificate: cert, key } });
    expect(names).toEqual(["Drogarias Modelo", "Outra rede", "Drogarias Modelo"]);
  });

  test.each<[string, TlsIdentity | undefined, RegExp]>([
    ["an authority that is not named", { certificate: own.cert, key: own.key }, /certificado/],
    ["nothing at all", undefined, /certificado/],
    ["another authority", { ...right, authority: makeAuthority().cert }, /certificado/],
    ["no certificate", { authority: authority.cert }, /certificado de cliente/],
    ["a key without its certificate", { ...right, certificate: "" }, /falta um dos dois/],
    ["a certificate without its key", { ...right, key: " " }, /falta um dos dois/],
    ["the key of another", { ...right, key: makeAuthority().key }, /não é a do certificado/],
    ["what is no certificate", { ...right, authority: "MIIB" }, /nenhum certificado/],
    ["half a certificate", { ...right, certificate: half(own.cert) }, /nenhum certificado/],
    ["what is no key", { ...right, key: "segredo" }, /não pôde ser lida/],
  ])("is not told anything with %s", async (_what, tls, sentence) => {
    expect(await at(call(tls))).toMatchObject({
      kind: "settings",
      detail: expect.stringMatching(sentence),
    });
    expect(calls).toBe(0);
  });

  test("is not told anything with a certificate that it does not know", async () => {
    const stranger = named(makeAuthority().issue("Drogarias Modelo"));
    // Some servers hang up without a word, which is never taken for an outage of theirs.
    expect((await at(call({ ...right, ...stranger }))).kind).toMatch(/settings|uncertain/);
    expect(calls).toBe(0);
  });
});
