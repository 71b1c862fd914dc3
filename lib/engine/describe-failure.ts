import type { FileRow } from "@/db/queries/files/files.ts";
import { type ErrorKind, KIND_SENTENCE, PartnerError } from "@/lib/core/errors.ts";
import { redactText } from "@/lib/core/redact.ts";

const MAX_REASON = 1_000;
const NAMED_FILES = 3;

/** What waiting did not cure: the sentence of the kind speaks of a try that will not come any more. */
const GAVE_UP: Partial<Record<ErrorKind, string>> = {
  rate_limited:
    "O limite de chamadas do parceiro continuou atingido e as tentativas automáticas se esgotaram. Reprocesse a tarefa mais tarde.",
  unavailable:
    "O parceiro continuou fora do ar e as tentativas automáticas se esgotaram. Reprocesse a tarefa quando ele voltar a responder.",
  uncertain:
    "A conexão caiu antes da resposta em todas as tentativas. Ao reprocessar, o Enlace verifica antes de enviar novamente.",
};

/** The "Motivo falha" of a whole task: what happened, then what to do. */
export function describeFailure(
  error: unknown,
  kind: ErrorKind,
  secrets: readonly string[],
): string {
  const detail =
    error instanceof PartnerError ? endSentence(redactText(error.detail, secrets).trim()) : "";
  const advice =
    kind === "settings" && detail
      ? "Depois de corrigir, reprocesse a tarefa."
      : (GAVE_UP[kind] ?? KIND_SENTENCE[kind]);
  return `${detail} ${advice}`.trim().slice(0, MAX_REASON);
}

function endSentence(text: string): string {
  return text === "" || /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** What a person is told of a defect of ours: where, never the message, which may quote data. */
export function describeDefect(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: describeDefect(error.cause) } : {};
  const place = /\(?([^\s(]+:\d+:\d+)\)?/.exec(
    error.stack
      ?.split("\n")
      .slice(1)
      .find((line) => !line.includes("node_modules")) ?? "",
  )?.[1];
  return {
    type: error.name,
    ...code,
    ...(place ? { place: place.replace(/^.*\/(lib|db|app)\//, "$1/") } : {}),
    ...cause,
  };
}

/** The "Motivo falha" of a task of which some files failed: which, how many, and why the first did. */
export function summarizeFiles(
  files: ReadonlyArray<Pick<FileRow, "name" | "status" | "failureReason">>,
): string {
  const failed = files.filter(({ status }) => status === "failed");
  const [first] = failed;
  if (failed.length === 1 && files.length === 1)
    return `${first?.name}: ${first?.failureReason ?? ""}`.slice(0, MAX_REASON);
  const names = failed
    .slice(0, NAMED_FILES)
    .map(({ name }) => name)
    .join(", ");
  const rest = failed.length > NAMED_FILES ? ` e mais ${failed.length - NAMED_FILES}` : "";
  const verb = failed.length === 1 ? "não foi aceito" : "não foram aceitos";
  return `${failed.length} de ${files.length} arquivos ${verb}: ${names}${rest}. Primeiro motivo: ${first?.failureReason ?? ""}`.slice(
    0,
    MAX_REASON,
  );
}
