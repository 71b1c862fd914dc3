import { updateReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { isOver, isWhere, kindOfRole, ROLE_OF, type Target } from "../words/situations.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import {
  done,
  type Step,
  type StepContext,
  type StepOutcome,
  stuck,
} from "@/lib/engine/flows/define-flow.ts";
import { askPerson } from "../ask-person.ts";
import { rememberContracts, toContractFacts } from "../contract-facts.ts";
import { endOldQuestions } from "../end-questions.ts";
import { readErpFields } from "../cv/erp-fields.ts";
import { readDecisionSettings } from "../flow-settings.ts";
import { passBrake } from "../pass-brake.ts";
import { saveSeen, type LiveFacts, readFacts, toSeen, toSituationFacts } from "../read-facts.ts";
import { readKnown } from "../read-sides.ts";
import { decideSituation, isInPlace } from "../rules/decide-situation.ts";
import type { Decision } from "../rules/situation-decision.ts";
import { startSituation } from "../start-flows.ts";
import { describeDecision, isSettled, readOrder } from "../subject-orders.ts";

/** What the carrying steps act on; null = nothing is to be carried. */
export interface Confirmation {
  target: Target | null;
  reason: string;
}

/**
 * Reads all three systems again and decides anew: what began this run may be old by now. A person's
 * order stands over the rule.
 */
export const confirmSituation: Step<Confirmation> = {
  name: "confirm-situation",
  label: RESERVATION_STEP_LABEL["confirm-situation"],
  system: "sienge",
  async run(ctx) {
    const row = await readKnown(ctx);
    const given = readOrder(ctx.subject.facts);
    const live = await readFacts(ctx, row, given?.contractId ?? null);
    // An order that both sides already show is spent.
    const order =
      given?.target != null &&
      isWhere(live.hub.kind, given.target) &&
      isWhere(live.terminal.kind, given.target)
        ? null
        : given;
    const facts = toSituationFacts(live, row, ctx.subject, ctx.now());
    const decision: Decision = order?.target
      ? {
          kind: "carry",
          target: order.target,
          contractId: null,
          reason: `${order.by} decidiu: a reserva passa a ${ROLE_OF[order.target]}.`,
        }
      : await askBeforeCancelling(decideSituation(facts, readDecisionSettings(ctx.settings)), live);
    await keepLook(ctx, live, decision);
    return act(ctx, live, decision, order?.target != null);
  },
};

/**
 * A terminal that already sent the reservation to Sienge is not cancelled by itself, even while no
 * contract is seen.
 */
async function askBeforeCancelling(decision: Decision, live: LiveFacts): Promise<Decision> {
  if (
    decision.kind !== "carry" ||
    decision.target !== "cancelled" ||
    decision.contractId !== null ||
    !isOver(live.hub.kind) ||
    isOver(live.terminal.kind)
  )
    return decision;
  const erp = await readErpFields(live.terminal.cv, live.terminal.id);
  if (!erp || (!erp.sent && erp.code === null)) return decision;
  return {
    kind: "ask",
    question: "hub_cancelled",
    contractId: null,
    reason:
      "A reserva foi cancelada no Hub depois de o terminal enviá-la ao Sienge, onde o contrato ainda não aparece. Decida se ela é cancelada no terminal.",
  };
}

async function keepLook(ctx: StepContext, live: LiveFacts, decision: Decision): Promise<void> {
  const mine = live.contracts
    .map(toContractFacts)
    .filter((contract) => isInPlace(contract, live.expected));
  const contract = mine.find(({ id }) => id === decision.contractId) ?? null;
  const { siengeContractId } = await readKnown(ctx);
  const of = { organizationId: ctx.organization.id, subjectId: ctx.subject.id };
  await ctx.write(async (tx) => {
    await endOldQuestions(tx, of, decision.kind === "ask" ? decision.question : null, ctx.now());
    await saveSeen(tx, of, {
      hub: toSeen(live.hub),
      terminal: toSeen(live.terminal),
      contract: contract ?? (mine.length === 0 && siengeContractId !== null ? "removed" : null),
      now: ctx.now(),
    });
  });
  await ctx.save({
    contracts: rememberContracts([], mine),
    decided: describeDecision(decision, live.hub.kind, live.terminal.kind),
  });
}

async function act(
  ctx: StepContext,
  live: LiveFacts,
  decision: Decision,
  ordered: boolean,
): Promise<StepOutcome<Confirmation>> {
  const nothing = (note: string) => done({ target: null, reason: note }, note);
  if (decision.kind === "keep") return nothing(decision.reason);
  if (decision.kind === "ask") {
    if (
      isSettled(
        ctx.subject.facts,
        describeDecision(decision, live.hub.kind, live.terminal.kind),
        ctx.now(),
      )
    )
      return nothing("Um usuário já decidiu com base nestes mesmos dados.");
    return stuck(
      decision.reason,
      askPerson(decision.question, decision.reason, live, decision.contractId),
    );
  }
  const { target, reason } = decision;
  if (kindOfRole(ctx.parameter) !== target) {
    const starter = {
      organizationId: ctx.organization.id,
      integrationId: ctx.integrationId,
      start: ctx.startRun,
    };
    await ctx.write((tx) => startSituation(tx, starter, ctx.subject.id, target));
    return nothing(reason);
  }
  if (target !== "sold" && !ordered) {
    const braked = await passBrake(ctx);
    if (braked) return braked;
  }
  await ctx.write((tx) =>
    updateReservation(tx, ctx.organization.id, ctx.subject.id, {
      carriedRole: ROLE_OF[target],
      carriedRoleAt: ctx.now(),
    }),
  );
  return done({ target, reason }, reason);
}
