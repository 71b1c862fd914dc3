import { createHash } from "node:crypto";
import { XmlDocument, XmlParseError } from "libxml2-wasm";
import { PartnerError } from "@/lib/core/errors.ts";
import type { ConnectorContext } from "../define.ts";
import { zipOne } from "../formats/zip-one.ts";
import { escapeText } from "./message-text.ts";
import { readReceipt, readStatus } from "./read-answer.ts";
import { type AddressKey, endpointOf } from "./service-address.ts";
import type { SngpcService } from "./service-calls.ts";

const NAMESPACE = "http://tempuri.org/";

/** The older service: SOAP 1.1, the file in a zip, its MD5 beside it. */
export const soapService: SngpcService = {
  check: async (ctx) => {
    const answer = await call(ctx, "ValidarUsuario", login(ctx), { idempotent: true });
    if (!/\bok\b/i.test(answer))
      throw new PartnerError("auth", "A Anvisa não aceitou o usuário e a senha.");
  },
  send: async (ctx, file, xml) => {
    const zip = zipOne(file.name, xml);
    return readReceipt(
      await call(ctx, "EnviaArquivoSNGPC", {
        ...login(ctx),
        Arq: Buffer.from(zip).toString("base64"),
        HashIdentificacao: hashOf(ctx, xml, zip),
      }),
    );
  },
  ask: async (ctx, file, receipt) => {
    const branch = ctx.branches.find(({ id }) => id === file.branchId);
    if (!branch)
      throw new PartnerError(
        "settings",
        "A filial deste arquivo não está mais na integração. Inclua-a novamente para saber se a Anvisa o validou.",
      );
    const answer = await call(
      ctx,
      "ConsultaDadosArquivoSNGPC",
      { ...login(ctx), CNPJ: branch.cnpj, Hash: receipt },
      { idempotent: true },
    );
    const fields = readFields(answer);
    if (!fields) return null;
    return readStatus(
      {
        validado: fields.VALIDADO,
        dataValidacao: fields.DATAVALIDACAO ?? "",
        dataTransmissao: fields.DATATRANSMISSAO,
        descricaoValidacao: fields.DESCRICAOVALIDACAO ?? "",
      },
      file.name,
    );
  },
  lookFor: (ctx, file, xml) => hashOf(ctx, xml, zipOne(file.name, xml)),
};

const login = (ctx: ConnectorContext<"usuario" | "senha">) => ({
  Email: ctx.settings.text("usuario"),
  Senha: ctx.settings.text("senha"),
});

/** Integrators hash the zip; one hashes the bare XML. The registration says which. */
function hashOf(ctx: ConnectorContext<"hash_sobre">, xml: Uint8Array, zip: Uint8Array): string {
  return createHash("md5")
    .update(ctx.settings.text("hash_sobre") === "xml" ? xml : zip)
    .digest("hex");
}

async function call(
  ctx: ConnectorContext<AddressKey>,
  method: string,
  values: Record<string, string>,
  options: { idempotent?: boolean } = {},
): Promise<string> {
  const body = Object.entries(values)
    .map(([name, value]) => `<${name}>${escapeText(value)}</${name}>`)
    .join("");
  const response = await ctx.http({
    method: "POST",
    url: endpointOf(ctx),
    headers: { "content-type": "text/xml; charset=utf-8", soapaction: `"${NAMESPACE}${method}"` },
    body: `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${method} xmlns="${NAMESPACE}">${body}</${method}></soap:Body></soap:Envelope>`,
    timeoutSeconds: 60,
    ...options,
  });
  const result = readXml(
    response.text,
    (document) => document.get(`//t:${method}Result`, { t: NAMESPACE })?.content ?? null,
  );
  if (result === null)
    throw new PartnerError(
      "unexpected_shape",
      "A Anvisa respondeu em um formato desconhecido. Confira o endereço do serviço SOAP.",
    );
  return result;
}

/**
 * Fields of `transmissaoSNGPC/cabecalho` by name in capitals; null when the answer is no such
 * document, which means that the file is unknown.
 */
function readFields(answer: string): Record<string, string> | null {
  return readXml(answer, (document) => {
    const fields: Record<string, string> = {};
    for (const node of document.find("//*[local-name()='transmissaoSNGPC']//*[not(*)]"))
      if ("name" in node) fields[String(node.name).toUpperCase()] = node.content.trim();
    return Object.keys(fields).length > 0 ? fields : null;
  });
}

function readXml<Value>(text: string, read: (document: XmlDocument) => Value | null): Value | null {
  let document: XmlDocument | null = null;
  try {
    document = XmlDocument.fromString(text.replace(/^\s*<\?xml[^>]*\?>/, ""));
    return read(document);
  } catch (error) {
    if (error instanceof XmlParseError) return null;
    throw error;
  } finally {
    document?.dispose();
  }
}
