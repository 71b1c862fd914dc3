import { PartnerError } from "@/lib/core/errors.ts";
import { redactText } from "@/lib/core/redact.ts";

const CV_WAIT_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 900;

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isSaid = (value: unknown) =>
  value !== null &&
  value !== undefined &&
  value !== false &&
  value !== 0 &&
  value !== "" &&
  !(Array.isArray(value) && value.length === 0);

/**
 * CV answers 200 to what it refused: an error's own key, `sucesso: false`, or a numeric `codigo` of
 * 400 and more say so.
 */
export function isAccepted(body: unknown): boolean {
  if (!isObject(body)) return true;
  if (isSaid(body.error) || isSaid(body.erro) || isSaid(body.errors) || isSaid(body.erros))
    return false;
  if (body.sucesso === false || body.success === false) return false;
  const code =
    typeof body.codigo === "string" && /^\d+$/.test(body.codigo)
      ? Number(body.codigo)
      : body.codigo;
  return !(typeof code === "number" && code >= 400);
}

/** The partner's own sentence, for a person to read: never for a decision. Redacted and cut. */
export function sentenceOf(body: unknown, secrets: readonly string[] = []): string {
  const found = isObject(body)
    ? [
        body.mensagem,
        body.message,
        body.erro,
        body.error,
        body.clientMessage,
        body.userMessage,
        body.developerMessage,
        body.errors,
      ].find(isSaid)
    : undefined;
  const text = typeof found === "string" ? found : found === undefined ? "" : JSON.stringify(found);
  return redactText(text, secrets).replace(/\s+/g, " ").trim().slice(0, 200);
}

/** The partner freed this account, but not for this resource: nothing else of it need stop. */
export class ResourceForbidden extends PartnerError {
  /** Method and path pattern of the call, free of ids. */
  readonly resource: string;

  constructor(resource: string, detail: string) {
    super("settings", detail);
    this.resource = resource;
  }
}

/** Whose answer is judged, and of which call. */
export interface Judged {
  /** "CV Terminal A", "Sienge". */
  system: string;
  resource: string;
  status: number;
  body: unknown;
  /** Repeating the call can do no harm. */
  repeatable: boolean;
  secrets: readonly string[];
}

/** The failure that an answer is, or null when it is good. */
export function failureOf({
  system,
  resource,
  status,
  body,
  repeatable,
  secrets,
}: Judged): PartnerError | null {
  if (status >= 200 && status < 300 && isAccepted(body)) return null;
  const said = sentenceOf(body, secrets);
  const because = said ? ` Resposta: “${said}”` : "";
  if (status === 401)
    return new PartnerError(
      "auth",
      `${system} recusou o usuário ou o token (401). Gere um novo token e informe-o em Tokens.`,
    );
  if (status === 403)
    return new ResourceForbidden(
      resource,
      `${system} não liberou ${resource} para este usuário (403). Solicite ao administrador a liberação do recurso e verifique novamente.${because}`,
    );
  if (status >= 500) {
    return repeatable
      ? new PartnerError("unavailable", `${system} respondeu com erro ${status}.`)
      : new PartnerError(
          "uncertain",
          `${system} respondeu com erro ${status} em ${resource} e a gravação não foi confirmada. O Enlace verifica antes de repetir.`,
        );
  }
  return new PartnerError("rejected", `${system} recusou ${resource}.${because || ` (${status})`}`);
}

/**
 * A 429 always says how long to wait: what the partner asked for, at most 15 minutes, or 60 s when
 * it asked for nothing (assumption A6).
 */
export function withWait(error: unknown): unknown {
  if (!(error instanceof PartnerError) || error.kind !== "rate_limited") return error;
  return new PartnerError("rate_limited", error.detail, {
    retryAfterSeconds: Math.min(error.retryAfterSeconds ?? CV_WAIT_SECONDS, LONGEST_WAIT_SECONDS),
    cause: error,
  });
}
