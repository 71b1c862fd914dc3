import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { openBench } from "@/lib/connectors/conformance/make-context.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { findConnector } from "@/lib/registry.ts";
import { makeAuthority } from "../support/make-certificates.ts";
import { type RealServer, serveFiles, SERVERS } from "./serve-files.ts";

const running: Array<{ close(): unknown }> = [];
afterAll(async () => {
  for (const one of running) await one.close();
});

async function start(name: string): Promise<RealServer | string> {
  const started = await serveFiles(SERVERS.find((kind) => kind.name === name)!);
  if (typeof started !== "string") running.push(started);
  else console.warn(`LEFT OUT: "Testar conexão" against ${name}, since ${started}.`);
  return started;
}

/** What "Testar conexão" says: its sentence, or the kind and sentence of its failure. */
async function check(id: string, settings: Record<string, string>): Promise<string> {
  const connector: Connector = findConnector(id)!;
  const { ctx } = openBench(connector, { settings });
  try {
    return await connector.check(ctx);
  } catch (error) {
    if (error instanceof PartnerError) return `${error.kind}: ${error.detail}`;
    throw error;
  }
}

test.each(["smarket", "iqvia"])("the door of %s is tried over FTPS", async (id) => {
  const server = await start("vsftpd");
  if (typeof server === "string") return;
  const settings = {
    ftp_host: server.address.host,
    ftp_porta: String(server.address.port),
    ftp_usuario: server.address.user,
    ftp_senha: server.address.password,
    ftp_diretorio: server.onServer("/envio"),
    ftp_seguro: "sim",
    tls_autoridade: server.authority,
  };
  expect(await check(id, settings)).toMatch(/^Conexão aceita: 0 arquivos/);
  expect(await check(id, { ...settings, tls_autoridade: "" })).toMatch(/^settings: O certificado/);
  expect(await check(id, { ...settings, tls_autoridade: makeAuthority("Outra").cert })).toMatch(
    /^settings: O certificado/,
  );
});

test("the door of a partner of the SFTP profile is tried by an SSH key", async () => {
  const id = "audit";
  const server = await start("OpenSSH");
  if (typeof server === "string") return;
  const folder = server.onServer("/envio");
  const sealed = server.keys.find(({ passphrase }) => passphrase !== "")!;
  const settings = {
    sftp_host: server.address.host,
    sftp_porta: String(server.address.port),
    sftp_usuario: server.address.user,
    sftp_chave_host: server.address.hostKey ?? "",
    diretorio_envio: folder,
    diretorio_retorno: folder,
    sftp_chave: sealed.privateKey,
    sftp_senha_chave: sealed.passphrase,
  };
  expect(await check(id, settings)).toMatch(/^Conexão aceita/);
  expect(await check(id, { ...settings, sftp_senha_chave: "outra" })).toMatch(
    /^settings: A chave privada SSH não pôde ser lida/,
  );
  expect(await check(id, { ...settings, sftp_chave: makeAuthority().key })).toMatch(/^auth: /);
  expect(await check(id, { ...settings, sftp_chave: "", sftp_senha: "" })).toMatch(
    /^settings: Preencha a senha ou a chave/,
  );
});

test.each(["control-shop", "linx-wms", "naapyes"])(
  "the door of %s is tried with a client's certificate",
  async (id) => {
    const [theirs, clients] = [makeAuthority("Autoridade do parceiro"), makeAuthority("Clientes")];
    const own = clients.issue("Drogarias Modelo");
    const options = { ca: clients.cert, requestCert: true, rejectUnauthorized: true };
    const server: Server = createServer(
      { ...theirs.issue("parceiro", ["127.0.0.1"]), ...options },
      (_request, response) => response.end("[]"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    running.push({ close: () => (server.closeAllConnections(), server.close()) });
    const settings = {
      url_base: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
      token: "s3nha",
      tls_autoridade: theirs.cert,
      tls_certificado: own.cert,
      tls_chave: own.key,
    };
    expect(await check(id, settings)).toMatch(/^(Conexão aceita|Credenciais aceitas|.*respondeu)/);
    expect(await check(id, { ...settings, tls_autoridade: "" })).toMatch(/^settings: O certif/);
    expect(await check(id, { ...settings, tls_certificado: "", tls_chave: "" })).toMatch(
      /^settings: .*pede um certificado de cliente/,
    );
    expect(await check(id, { ...settings, tls_chave: "" })).toMatch(/^settings: .*falta um dos/);
  },
);
