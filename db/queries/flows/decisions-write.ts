import { and, eq } from "drizzle-orm";
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
