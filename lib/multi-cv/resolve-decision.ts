import type { Queryable } from "@/db/client.ts";
import { lockDecision, resolveDecisionRow } from "@/db/queries/flows/decisions-write.ts";
import { findSubject, saveFacts } from "@/db/queries/flows/subjects.ts";
import { endAsking } from "./end-questions.ts";
import { PART_QUESTIONS, readChoice } from "./words/decisions.ts";
import { type Target, TARGETS } from "./words/situations.ts";
import { startRun } from "@/lib/engine/flows/start-run.ts";
import { startRewriting, startSituation } from "./start-flows.ts";
import type { Order } from "./subject-orders.ts";

interface Resolution {
  organizationId: number;
  decisionId: number;
  /** Key of one of the decision's options. */
  choice: string;
  person: { id: number | null; name: string };
  now: Date;
  /** After "continuar esperando", hours until the hub may ask again. */
  askAgainHours: number;
}

/** `missing`: no such decision. `answered`: somebody was faster. `invalid`: not one of its buttons. */
export type Resolved =
  | { taskId: number | null; subjectId: number }
  | "missing"
  | "answered"
  | "invalid";

/** A person's answer, in their transaction: kept for good, and what follows from it is begun. */
export async function resolveDecision(
  tx: Queryable,
  { organizationId, decisionId, choice, person, now, askAgainHours }: Resolution,
): Promise<Resolved> {
  return tx.transaction(async (inner) => {
    const decision = await lockDecision(inner, organizationId, decisionId);
    if (!decision) return "missing";
    if (decision.resolvedAt) return "answered";
    const read = readChoice(choice);
    if (!read || !decision.options.some(({ key }) => key === choice)) return "invalid";
    await resolveDecisionRow(inner, organizationId, decisionId, {
      choice,
      resolvedAt: now,
      resolvedBy: person.name,
    });
    const { integrationId, subjectId } = decision;
    const subject = await findSubject(inner, organizationId, subjectId);
    // What was asked is answered: the run that asked waits for nobody any more. Another question stays.
    const aboutParts = PART_QUESTIONS.some((question) => question === decision.kind);
    const asking = aboutParts
      ? "compare-parts"
      : decision.kind === "commissions"
        ? "copy-commissions"
        : "confirm-situation";
    await endAsking(inner, { organizationId, subjectId }, asking);
    const facts = subject?.facts ?? {};
    const starter = {
      organizationId,
      integrationId,
      start: (db: Queryable, request: { subjectId: number; flow: string }) =>
        startRun(db, {
          organizationId,
          integrationId,
          ...request,
          origin: "person",
          requestedBy: person.id,
          requestedName: person.name,
        }),
    };
    if (decision.kind === "commissions") {
      const { commissionsAsked: asked, commissionsSeen: seen } = facts;
      await saveFacts(inner, organizationId, subjectId, {
        commissionsSettled: asked ?? null,
        commissionsAsked: null,
        // What changed after the question was shown is looked at anew.
        ...(asked === seen ? {} : { commissionsSeen: null }),
      });
      return { taskId: null, subjectId };
    }
    if (aboutParts) {
      const { hub, terminal } = (facts.askedParts ?? {}) as Record<string, unknown>;
      // What was shown is what was decided on: what changes after it is asked again.
      await saveFacts(inner, organizationId, subjectId, {
        hubParts: hub ?? null,
        terminalParts: terminal ?? null,
        askedParts: null,
        assignment: null,
        // Whatever a list showed while the question was open is held against the answer once more.
        hubListed: null,
        terminalListed: null,
      });
      if (read.choice !== "carry") return { taskId: null, subjectId };
      const { taskId } = await startRewriting(inner, starter, subjectId);
      return { taskId, subjectId };
    }
    if (read.choice === "wait" || read.choice === "keep") {
      await saveFacts(inner, organizationId, subjectId, {
        settled: facts.decided ?? null,
        askAgainAt:
          read.choice === "keep"
            ? null
            : new Date(now.getTime() + askAgainHours * 3_600_000).toISOString(),
      });
      return { taskId: null, subjectId };
    }
    const target = isTarget(read.choice) ? read.choice : null;
    const order: Order = {
      target,
      contractId: read.contractId,
      by: person.name,
      at: now.toISOString(),
    };
    await saveFacts(inner, organizationId, subjectId, {
      order,
      decided: null,
      settled: null,
      askAgainAt: null,
    });
    const { taskId } = await startSituation(inner, starter, subjectId, target);
    return { taskId, subjectId };
  });
}

const isTarget = (choice: string): choice is Target =>
  (TARGETS as readonly string[]).includes(choice);
