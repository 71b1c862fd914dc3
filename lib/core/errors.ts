/** The kinds of failure of a call to a partner. The kind, never the message, decides what happens next. */
export const ERROR_KINDS = [
  "auth",
  "settings",
  "rate_limited",
  "unavailable",
  "rejected",
  "unexpected_shape",
  "uncertain",
  "cancelled",
  "internal",
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** One sentence a kind: what happened and what to do next. */
export const KIND_SENTENCE: Record<ErrorKind, string> = {
  auth: "O parceiro recusou as credenciais e a integração foi pausada. Confira usuário e senha em Configurações, use “Testar conexão” e ative-a novamente.",
  settings:
    "A configuração da integração está incompleta ou inválida. Corrija os valores indicados na aba Configurações e reprocesse a tarefa.",
  rate_limited:
    "O limite de chamadas do parceiro foi atingido. O envio continua automaticamente quando o limite permitir.",
  unavailable:
    "O parceiro não respondeu ou está fora do ar. O envio é repetido automaticamente, com intervalos crescentes.",
  rejected:
    "O parceiro recusou parte dos dados. Veja os registros recusados, corrija a origem e reprocesse a tarefa.",
  unexpected_shape:
    "O parceiro respondeu em um formato desconhecido e nada foi considerado aceito. Fale com o suporte e informe o código da tarefa.",
  uncertain:
    "A conexão caiu antes da resposta e o recebimento não foi confirmado. O Enlace verifica antes de enviar novamente.",
  cancelled: "A execução foi cancelada por um usuário.",
  internal:
    "Erro interno do Enlace. Nenhum dado foi perdido. Tente novamente e, se o erro persistir, informe o código ao suporte.",
};

interface PartnerErrorOptions {
  /** Seconds the partner asked us to wait (Retry-After). */
  retryAfterSeconds?: number;
  /** Keys of settings that are missing or wrong, for the form to point at. */
  settings?: string[];
  cause?: unknown;
}

/** A failure with a kind. `detail` is Portuguese, safe to show, and free of secrets and personal data. */
export class PartnerError extends Error {
  readonly kind: ErrorKind;
  readonly detail: string;
  readonly retryAfterSeconds: number | undefined;
  readonly settings: string[];

  constructor(kind: ErrorKind, detail: string, options: PartnerErrorOptions = {}) {
    super(`${kind}: ${detail}`, { cause: options.cause });
    this.name = "PartnerError";
    this.kind = kind;
    this.detail = detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.settings = options.settings ?? [];
  }
}

/** The kind of anything thrown; what carries none is our own fault. */
export function kindOf(error: unknown): ErrorKind {
  if (error instanceof PartnerError) return error.kind;
  // The platform throws a DOMException; Node's own calls an Error of the same name.
  if (error instanceof Error && error.name === "AbortError") return "cancelled";
  return "internal";
}

/** Whether once says little: the partner may have had a bad moment, and is asked again a few times. */
export function isDoubtful(kind: ErrorKind): boolean {
  return kind === "auth" || kind === "unexpected_shape";
}

/** Whether trying again later, without a person, can help. */
export function isTemporary(kind: ErrorKind): boolean {
  return kind === "rate_limited" || kind === "unavailable" || kind === "uncertain";
}
