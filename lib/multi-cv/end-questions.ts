import type { Queryable } from "@/db/client.ts";
import { endOpenDecisions } from "@/db/queries/flows/decisions-write.ts";
import { endAskedSteps } from "@/db/queries/flows/steps.ts";
import { findOtherRuns, findSubject, updateSubject } from "@/db/queries/flows/subjects.ts";
import { type Question, SITUATION_QUESTIONS } from "./words/decisions.ts";

interface Asked {
  organizationId: number;
  subjectId: number;
}

/**
 * Ends the questions about a situation that its facts answered meanwhile, all but the one that is asked
 * now: an answer to an old one would be carried over what has changed since.
 */
export async function endOldQuestions(
  tx: Queryable,
  of: Asked,
  asked: Question | null,
  now: Date,
): Promise<void> {
  const old = SITUATION_QUESTIONS.filter((question) => question !== asked);
  const ended = await endOpenDecisions(tx, of, old, now);
  if (ended && asked === null) await endAsking(tx, of, "confirm-situation");
}

/** The runs that asked wait for nobody any more; what else stands in the way stays. */
export async function endAsking(
  tx: Queryable,
  of: Asked,
  step: "confirm-situation" | "compare-parts" | "copy-commissions",
): Promise<void> {
  const { organizationId, subjectId } = of;
  const subject = await findSubject(tx, organizationId, subjectId);
  await endAskedSteps(tx, of, [step]);
  if (subject?.state !== "stuck" || !subject.currentStep?.endsWith(`/${step}`)) return;
  const { stuck } = await findOtherRuns(tx, organizationId, subjectId, "");
  await updateSubject(tx, organizationId, subjectId, {
    state: stuck ? "stuck" : "finished",
    lastErrorKind: stuck?.kind ?? null,
    lastError: stuck?.reason ?? null,
    nextTryAt: null,
  });
}
