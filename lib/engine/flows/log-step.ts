import type { StepRow } from "@/db/queries/flows/steps.ts";
import type { FlowAttempt } from "./flow-attempt.ts";

/** Writes into the task's log what became of a step. */
export function logStep(attempt: FlowAttempt, row: StepRow, change: Partial<StepRow>): void {
  const what = row.item === "" ? `Etapa “${row.label}”` : `${row.label}`;
  if (change.status === "done")
    attempt.log.write("info", `${what}: concluída.${change.note ? ` ${change.note}` : ""}`);
  else if (change.status === "skipped")
    attempt.log.write("info", `${what}: dispensada. ${change.note ?? ""}`.trim());
  else if (change.status === "pending")
    attempt.log.write("info", `${what}: pendente. ${change.note ?? ""}`.trim());
  else
    attempt.log.write(
      change.status === "stuck" ? "error" : "warn",
      `${what}: ${change.errorReason ?? ""}`,
    );
}
