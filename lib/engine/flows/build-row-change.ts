import type { StepRow } from "@/db/queries/flows/steps.ts";
import { redactText, redactValue } from "@/lib/core/redact.ts";
import type { StepOutcome } from "./define-flow.ts";
import type { FlowAttempt } from "./flow-attempt.ts";

const LONGEST_ANSWER = 8_000;
const LONGEST_NOTE = 1_000;

/** What the step's row becomes by its outcome. */
export function buildRowChange(
  attempt: FlowAttempt,
  outcome: StepOutcome,
  answer: unknown,
  supporting: boolean,
): Partial<StepRow> {
  const clear = {
    tries: 0,
    nextTryAt: null,
    errorKind: null,
    errorReason: null,
    ...buildAnswer(attempt, answer),
  };
  const clean = (text: string | null) =>
    text === null ? null : redactText(text, attempt.secrets).slice(0, LONGEST_NOTE);
  switch (outcome.outcome) {
    case "done":
      return {
        ...clear,
        status: "done",
        result: outcome.result ?? null,
        note: clean(outcome.note),
      };
    case "skipped":
      return { ...clear, status: "skipped", note: clean(outcome.note) };
    // A later run looks again: what ended today may begin anew.
    case "ended":
      return { ...clear, status: supporting ? "skipped" : "pending", note: clean(outcome.note) };
    case "wait":
      return { ...clear, status: "pending", nextTryAt: outcome.until, note: clean(outcome.note) };
    case "held":
      return { ...clear, status: "pending", note: clean(outcome.reason) };
    case "stuck":
      return {
        ...clear,
        status: "stuck",
        errorKind: outcome.kind,
        errorReason: clean(outcome.reason),
        note: null,
      };
  }
}

/** What the partner answered, without secrets and cut where it is long. */
export function buildAnswer(attempt: FlowAttempt, answer: unknown): Partial<StepRow> {
  if (answer === undefined) return {};
  const clean = redactValue(answer, attempt.secrets);
  const text = JSON.stringify(clean) ?? "null";
  return {
    answer:
      text.length > LONGEST_ANSWER
        ? { cortado: text.slice(0, LONGEST_ANSWER).toWellFormed() }
        : clean,
  };
}
