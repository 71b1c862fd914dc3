import { PartnerError } from "@/lib/core/errors.ts";

const CERTIFICATE = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);
const REFUSED = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "ENETDOWN",
  "EADDRNOTAVAIL",
]);

/** What a server says in TLS when the certificate we show, or that we show none, is not to its liking. */
const CLIENT_CERTIFICATE =
  /_ALERT_(CERTIFICATE_(REQUIRED|UNKNOWN|EXPIRED|REVOKED)|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)$/;

/** The `code` that Node puts on its errors. */
export function codeOf(error: unknown): string {
  const code =
    typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

/** Nobody took the connection: nothing can have reached the partner. */
export function isRefused(error: unknown): boolean {
  // Several addresses tried at once come as one AggregateError, which carries the code of its parts.
  return REFUSED.has(codeOf(error));
}

/** A failure of the line itself, before or after the request left, as a {@link PartnerError}. `where` is host:port. */
export function describeConnectionFailure(
  error: unknown,
  where: string,
  requestLeft: boolean,
): PartnerError {
  const code = codeOf(error);
  if (CERTIFICATE.has(code)) {
    return new PartnerError(
      "settings",
      `O certificado de segurança de ${where} não é confiável (vencido, autoassinado, de outro nome ou de uma autoridade desconhecida). A conexão foi recusada pelo Enlace.`,
      { cause: error },
    );
  }
  if (CLIENT_CERTIFICATE.test(code)) {
    return new PartnerError(
      "settings",
      `${where} recusou a conexão segura: pede um certificado de cliente ou não aceita o informado. Confira o certificado e a chave em Configurações.`,
      { cause: error },
    );
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS")) {
    return new PartnerError(
      "settings",
      `${where} não fala TLS 1.2 ou mais novo. Confira o endereço e a porta em Configurações.`,
      { cause: error },
    );
  }
  if (
    code === "ERR_INVALID_CHAR" ||
    code === "ERR_INVALID_HTTP_TOKEN" ||
    code === "ERR_UNESCAPED_CHARACTERS"
  ) {
    return new PartnerError(
      "settings",
      "Um valor de Configurações tem caracteres que não podem ser enviados ao parceiro. Digite-o novamente, sem quebras de linha.",
    );
  }
  if (code.startsWith("HPE_") || code.startsWith("Z_"))
    return new PartnerError("unexpected_shape", `${where} respondeu algo que não é HTTP.`, {
      cause: error,
    });
  if (isRefused(error))
    return new PartnerError("unavailable", `${where} recusou a conexão ou está fora do ar.`, {
      cause: error,
    });
  if (requestLeft)
    return new PartnerError("uncertain", `A conexão com ${where} caiu antes da resposta.`, {
      cause: error,
    });
  return new PartnerError("unavailable", `Não foi possível conectar a ${where}.`, { cause: error });
}
