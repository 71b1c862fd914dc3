import {
  type ErrorKind,
  isTemporary,
  KIND_SENTENCE,
  kindOf,
  PartnerError,
} from "@/lib/core/errors.ts";
import { redactText } from "@/lib/core/redact.ts";

const LONGEST = 1_000;

/** What to do, said of a subject: the sentences of the kinds speak of tasks and files. */
const ADVICE: Partial<Record<ErrorKind, string>> = {
  settings: "Corrija o cadastro e repita a etapa.",
  rejected: "Corrija a origem e repita a etapa.",
  unexpected_shape:
    "A resposta tem um formato desconhecido e nada foi considerado aceito. Fale com o suporte.",
  auth: "Confira o acesso em Tokens e libere o ambiente.",
  internal:
    "Erro interno do Enlace. Nenhum dado foi perdido. Repita a etapa e, se o erro persistir, fale com o suporte.",
};

/** Kind and sentence of whatever a step threw; free of secrets and of the words of a defect. */
export function explainFailure(
  error: unknown,
  secrets: readonly string[],
): { kind: ErrorKind; reason: string } {
  const thrown = kindOf(error);
  // Nobody cancelled: an abort of a step's own making is a defect.
  const kind: ErrorKind = thrown === "cancelled" ? "internal" : thrown;
  const detail = error instanceof PartnerError ? redactText(error.detail, secrets).trim() : "";
  const sentence = detail === "" || /[.!?…]$/.test(detail) ? detail : `${detail}.`;
  const advice = isTemporary(kind) ? "" : (ADVICE[kind] ?? KIND_SENTENCE[kind]);
  return {
    kind,
    reason: (`${sentence} ${advice}`.trim() || KIND_SENTENCE[kind]).slice(0, LONGEST),
  };
}

/** The same, once waiting did not cure it. */
export function explainGivingUp(reason: string): string {
  return `${reason} As tentativas automáticas se esgotaram. Repita a etapa quando o parceiro voltar a responder.`.slice(
    0,
    LONGEST,
  );
}
