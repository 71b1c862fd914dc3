import { updateSubject } from "@/db/queries/flows/subjects.ts";
import { endStep } from "@/db/queries/flows/steps.ts";
import { type ErrorKind, isTemporary } from "@/lib/core/errors.ts";
import { FencedError } from "../attempt.ts";
import type { StepOutcome } from "./define-flow.ts";
import { SealedSecretError } from "../open-sealed.ts";
import { explainFailure, explainGivingUp } from "./explain-failure.ts";
import { type FlowAttempt, rowKey, throwIfStopped } from "./flow-attempt.ts";
import { PausedEnvironmentError } from "./open-environments.ts";
import { delayBefore } from "./retry-delay.ts";
import { runStep } from "./run-step.ts";
import { writeInAttempt } from "./write-in-attempt.ts";

type Stopping = Exclude<StepOutcome, { outcome: "done" | "skipped" }>;

/** The main line from its first open step on. Returns what stopped it; null = it is through. */
export async function runMainLine(attempt: FlowAttempt): Promise<Stopping | null> {
  const { flow, rows, task, subject, engine } = attempt;
  for (const [position, step] of flow.steps.entries()) {
    if (step.supporting) break;
    const status = rows.get(rowKey(step.name))?.status;
    if (status === "done" || status === "skipped") continue;
    const outcome = await runStep(attempt, step, position);
    if (outcome.outcome !== "done" && outcome.outcome !== "skipped") return outcome;
  }
  if (subject.carriedAt === null)
    await writeInAttempt(attempt, (tx) =>
      updateSubject(tx, task.organizationId, subject.id, { carriedAt: engine.now() }),
    );
  return null;
}

/**
 * Each supporting step that is due, by itself: what one throws is noted in its row and the next
 * goes on. Returns what holds the run; null = nothing does.
 */
export async function runSupporting(attempt: FlowAttempt): Promise<Stopping | null> {
  const { flow, rows, engine } = attempt;
  for (const [position, step] of flow.steps.entries()) {
    if (!step.supporting) continue;
    const row = rows.get(rowKey(step.name));
    if (row && (row.status === "done" || row.status === "skipped" || row.status === "stuck"))
      continue;
    if (row?.nextTryAt && row.nextTryAt.getTime() > engine.now().getTime() + 1_000) continue;
    try {
      const outcome = await runStep(attempt, step, position);
      if (outcome.outcome === "held") return outcome;
    } catch (error) {
      throwIfStopped(attempt);
      const { kind, reason } = explainFailure(error, attempt.secrets);
      // Neither the fence nor credentials that are refused or do not open are this step's own matter.
      if (
        kind === "auth" ||
        error instanceof PausedEnvironmentError ||
        error instanceof SealedSecretError ||
        error instanceof FencedError
      )
        throw error;
      await plan(attempt, step.name, kind, reason, error);
    }
  }
  return null;
}

/** When the step is tried again, or that it waits for a person. */
async function plan(
  attempt: FlowAttempt,
  name: string,
  kind: ErrorKind,
  reason: string,
  error: unknown,
): Promise<void> {
  const { task, subject, rows, engine } = attempt;
  const row = rows.get(rowKey(name));
  if (!row) return;
  const delay = delayBefore(engine.retry, kind, row.tries, error);
  const change =
    delay === null
      ? {
          status: "stuck" as const,
          errorReason: isTemporary(kind) ? explainGivingUp(reason) : reason,
        }
      : { nextTryAt: new Date(engine.now().getTime() + delay * 1000) };
  await writeInAttempt(attempt, (tx) =>
    endStep(
      tx,
      {
        organizationId: task.organizationId,
        subjectId: subject.id,
        flow: task.flow,
        name,
        item: "",
      },
      change,
    ),
  );
  rows.set(rowKey(name), { ...row, ...change });
}
