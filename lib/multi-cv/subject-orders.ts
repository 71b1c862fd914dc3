import { z } from "zod";
import { type SituationKind, type Target, TARGETS } from "./words/situations.ts";
import { hashPart } from "./rules/hash-part.ts";
import type { Decision } from "./rules/situation-decision.ts";

const order = z.object({
  target: z.enum(TARGETS).nullable(),
  contractId: z.number().nullable(),
  by: z.string(),
  at: z.string(),
});

/** What a person decided for this reservation: a situation to carry, or the contract that counts. */
export interface Order {
  target: Target | null;
  contractId: number | null;
  by: string;
  at: string;
}

/** The order that stands; null when there is none. */
export function readOrder(facts: Readonly<Record<string, unknown>>): Order | null {
  return order.safeParse(facts.order).data ?? null;
}

/**
 * A decision as one short text: as long as it is the same, nothing new is asked or begun. What is
 * carried changes the situations, so they do not count there.
 */
export function describeDecision(
  decision: Decision,
  hub: SituationKind,
  terminal: SituationKind,
): string {
  if (decision.kind === "carry") return hashPart(["carry", decision.target, decision.contractId]);
  return hashPart([
    decision.kind,
    decision.kind === "ask" ? decision.question : "",
    decision.contractId,
    hub,
    terminal,
    ...(decision.kind === "ask" && decision.about !== undefined ? [decision.about] : []),
  ]);
}

/** Whether a person answered exactly this question: for good, or until a moment that has not come. */
export function isSettled(
  facts: Readonly<Record<string, unknown>>,
  described: string,
  now: Date,
): boolean {
  if (facts.settled !== described) return false;
  return typeof facts.askAgainAt !== "string" || Date.parse(facts.askAgainAt) > now.getTime();
}
