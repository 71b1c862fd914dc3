import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { decisions } from "../../schema/flows.ts";

export type DecisionRow = typeof decisions.$inferSelect;

/** The decision, held until the transaction ends: of two answers at once one comes second. */
export async function lockDecision(
  tx: Queryable,
  organizationId: number,
  decisionId: number,
): Promise<DecisionRow | null> {
  const [row] = await tx
    .select()
    .from(decisions)
    .where(and(eq(decisions.organizationId, organizationId), eq(decisions.id, decisionId)))
    .for("update");
  return row ?? null;
}

export async function resolveDecisionRow(
  tx: Queryable,
  organizationId: number,
  decisionId: number,
  answer: { choice: string; resolvedAt: Date; resolvedBy: string },
): Promise<void> {
  await tx
    .update(decisions)
    .set(answer)
    .where(and(eq(decisions.organizationId, organizationId), eq(decisions.id, decisionId)));
}

/** Ends open questions that the facts answered: nobody chose anything. Whether there were any. */
export async function endOpenDecisions(
  tx: Queryable,
  of: { organizationId: number; subjectId: number },
  kinds: readonly string[],
  now: Date,
): Promise<boolean> {
  const ended = await tx
    .update(decisions)
    .set({ resolvedAt: now })
    .where(
      and(
        eq(decisions.organizationId, of.organizationId),
        eq(decisions.subjectId, of.subjectId),
        inArray(decisions.kind, [...kinds]),
        isNull(decisions.resolvedAt),
      ),
    )
    .returning({ id: decisions.id });
  return ended.length > 0;
}
