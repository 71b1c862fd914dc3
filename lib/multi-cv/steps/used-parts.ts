import { reopenSteps } from "@/db/queries/flows/steps.ts";
import { type StepContext, type StepOutcome, waitUntil } from "@/lib/engine/flows/define-flow.ts";
import { formatList } from "../words/format-list.ts";
import type { ReservationStep } from "../words/reservation-steps.ts";
import type { Reservation } from "../cv/reservation-shape.ts";
import { hashParts, type Part, PART_WORD } from "../rules/reservation-parts.ts";
import { TRANSFER } from "../start-flows.ts";
import { checkUnit } from "./check-unit.ts";
import { registerPeople } from "./register-people.ts";
import { translateConditions } from "./translate-conditions.ts";
import { validateBroker } from "./validate-broker.ts";

/** Which steps took which part from the Hub. */
const TAKEN_BY: Partial<Record<Part, readonly ReservationStep[]>> = {
  holder: ["register-people"],
  associates: ["register-people"],
  broker: ["validate-broker"],
  // Another unit may be of another development, and that of another terminal.
  unit: ["read-reservation", "find-terminal", "check-unit"],
  conditions: ["translate-conditions"],
};

/**
 * The parts as earlier steps took them from the Hub: it may have been edited since, and what is carried is
 * what they saw. Empty where they did not note it.
 */
export function readUsedParts(ctx: StepContext): Partial<Record<Part, string>> {
  return {
    ...ctx.resultOf(registerPeople)?.used,
    ...ctx.resultOf(validateBroker)?.used,
    ...ctx.resultOf(checkUnit)?.used,
    ...ctx.resultOf(translateConditions)?.used,
  };
}

/** What was edited in the Hub while it was carried: the steps that took it run again. null = nothing. */
export async function retakeParts(
  ctx: StepContext,
  hub: Reservation,
  parts: readonly Part[],
): Promise<StepOutcome<never> | null> {
  const [used, now] = [readUsedParts(ctx), hashParts(hub)];
  const edited = parts.filter((part) => used[part] !== undefined && used[part] !== now[part]);
  if (edited.length === 0) return null;
  const steps = [...new Set(edited.flatMap((part) => TAKEN_BY[part] ?? []))];
  const of = { organizationId: ctx.organization.id, subjectId: ctx.subject.id, flow: TRANSFER };
  await ctx.write((tx) => reopenSteps(tx, of, steps));
  return waitUntil(
    ctx.now(),
    `Mudou no Hub durante a transferência: ${formatList(edited.map((part) => PART_WORD[part]))}. As etapas são refeitas com os dados atuais.`,
  );
}
