import type { IncomingHttpHeaders } from "node:http";

const LONGEST_BODY = 20_000;

/**
 * A refusal that quotes the whole request, credentials and people included, under every name that
 * partners give their reasons: what a sender must survive without writing it down.
 */
export function quoteRequest({
  method,
  url,
  headers,
  body,
}: {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer | string;
}): object {
  const quoted = `${method} ${url} ${Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(" ")} ${body.toString().slice(0, LONGEST_BODY)}`;
  const reason = `Recusado: ${quoted}`;
  return {
    codigo: "ECO",
    mensagem: reason,
    code: "ECO",
    message: reason,
    error: { code: "ECO", message: reason },
    erros: [{ codigo: "ECO", mensagem: reason }],
  };
}
