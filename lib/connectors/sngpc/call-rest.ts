import { PartnerError } from "@/lib/core/errors.ts";
import type { ConnectorContext, StoredFile } from "../define.ts";
import type { HttpResponse } from "../transports/types.ts";
import { readReceipt, readStatus, unquote } from "./read-answer.ts";
import { endpointOf } from "./service-address.ts";
import type { ServiceKey, SngpcService } from "./service-calls.ts";

/** The service of 2025: a token as text, the file as one base64 JSON string. */
export const restService: SngpcService = {
  check: async (ctx) => void (await getToken(ctx)),
  send: async (ctx, _file, xml) => {
    const response = await ctx.http({
      method: "POST",
      url: `${endpointOf(ctx)}/v1/FileXml/EnviarArquivoXmlSNGPC`,
      headers: {
        authorization: `Bearer ${await getToken(ctx)}`,
        "content-type": "application/json",
        accept: "application/json, text/plain",
      },
      body: JSON.stringify(Buffer.from(xml).toString("base64")),
      timeoutSeconds: 60,
    });
    refusePage(response);
    return readReceipt(response.text);
  },
  ask: async (ctx, file, receipt) => {
    // The address stands in the path as it is: what looks like one is taken out of every log line.
    const who = encodeURIComponent(ctx.settings.text("usuario")).replaceAll("%40", "@");
    const response = await ctx.http({
      method: "GET",
      url: `${endpointOf(ctx)}/v1/FileXml/ConsultaDadosArquivoXml/${who}/${cnpjOf(ctx, file)}/${encodeURIComponent(receipt)}`,
      headers: { authorization: `Bearer ${await getToken(ctx)}`, accept: "application/json" },
      accept: [404],
    });
    if (response.status === 404) return null;
    return readStatus(response.json(), file.name);
  },
  // The service makes up its own protocol, so that a file whose answer was lost cannot be asked about.
  lookFor: () => null,
};

async function getToken(ctx: ConnectorContext<ServiceKey>): Promise<string> {
  const response = await ctx.http({
    method: "POST",
    url: `${endpointOf(ctx)}/v1/Authentication/GetToken`,
    headers: { "content-type": "application/json", accept: "application/json, text/plain" },
    body: JSON.stringify({
      username: ctx.settings.text("usuario"),
      password: ctx.settings.text("senha"),
    }),
    idempotent: true,
  });
  refusePage(response);
  const token = unquote(response.text).trim();
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token))
    throw new PartnerError(
      "unexpected_shape",
      "A Anvisa não respondeu ao pedido de acesso com um token.",
    );
  return token;
}

function refusePage(response: HttpResponse): void {
  if (/html/i.test(response.headers.get("content-type") ?? ""))
    throw new PartnerError(
      "unexpected_shape",
      "A Anvisa respondeu com uma página em vez do serviço. Confira o endereço.",
    );
}

function cnpjOf(ctx: ConnectorContext, file: StoredFile): string {
  const branch = ctx.branches.find(({ id }) => id === file.branchId);
  if (!branch)
    throw new PartnerError(
      "settings",
      "A filial deste arquivo não está mais na integração. Inclua-a novamente para saber se a Anvisa o validou.",
    );
  return branch.cnpj;
}
