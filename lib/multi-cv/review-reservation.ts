import type { WatchedReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { saveFacts } from "@/db/queries/flows/subjects.ts";
import { isWhere, type SituationKind, type Target } from "./words/situations.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { readRememberedContracts, rememberContracts } from "./contract-facts.ts";
import { endOldQuestions } from "./end-questions.ts";
import { readDecisionSettings } from "./flow-settings.ts";
import { hoursSinceReady, saveSeen, wasReady, readExpected, type SeenSide } from "./read-facts.ts";
import { decideSituation, isInPlace } from "./rules/decide-situation.ts";
import type { ContractFacts } from "./rules/situation-decision.ts";
import { hashPart } from "./rules/hash-part.ts";
import { startSituation } from "./start-flows.ts";
import { describeDecision, isSettled, readOrder } from "./subject-orders.ts";

/** What a list, a message or a single reading showed of one reservation. What was not looked at is left out. */
export interface Look {
  hub?: SeenSide;
  terminal?: SeenSide;
  contracts?: readonly ContractFacts[];
  /** Contracts that exist no more. */
  gone?: readonly number[];
}

/**
 * Keeps what was seen and begins what follows from it: a run that carries a situation, or one that asks.
 * The run reads all three systems again before it does anything, so that an old look does no harm; as long
 * as this look's own decision is the same, nothing is begun twice, whatever the run came to. Returns what was begun.
 */
export async function reviewReservation(
  ctx: FlowContext,
  { reservation: row, subject }: WatchedReservation,
  look: Look,
): Promise<Target | "ask" | null> {
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const now = ctx.now();
  const expected = await readExpected(ctx, row);
  const known = readRememberedContracts(subject.facts);
  const contracts = rememberContracts(
    known,
    (look.contracts ?? []).filter((contract) => isInPlace(contract, expected)),
    look.gone,
  );
  const hub = look.hub?.kind ?? asKind(row.hubSituation);
  const terminal = look.terminal?.kind ?? asKind(row.terminalSituation);
  const given = readOrder(subject.facts);
  // Carried to both sides, an order is spent: from here on the rule speaks again.
  const spent =
    given?.target != null && isWhere(hub, given.target) && isWhere(terminal, given.target);
  const order = spent ? null : given;
  const chosen =
    order?.contractId == null ? contracts : contracts.filter(({ id }) => id === order.contractId);
  const linked =
    row.siengeContractId === null
      ? null
      : { contractId: Number(row.siengeContractId), issued: row.everIssued };
  const decision = decideSituation(
    {
      hub,
      terminal,
      own: {
        hub: { id: look.hub?.situationId ?? row.hubSituationId, name: "" },
        terminal: { id: look.terminal?.situationId ?? row.terminalSituationId, name: "" },
      },
      carried: wasReady(subject.facts),
      contracts: chosen,
      expected,
      linked,
      onUnit: [],
      hoursWaiting: hoursSinceReady(subject.facts, now),
    },
    readDecisionSettings(ctx.settings),
  );
  const described = describeDecision(decision, hub, terminal);
  // What a person ordered answers the same question once more.
  const settled = spent || isSettled(subject.facts, described, now);
  const askAgain = decision.kind === "ask" && subject.facts.settled === described && !settled;
  // A person's order is under way: the rule says nothing until it is carried.
  const begin =
    decision.kind !== "keep" &&
    !settled &&
    order?.target == null &&
    (askAgain || subject.facts.begun !== described);
  const contract = contracts.find(({ id }) => id === decision.contractId) ?? null;
  const removed =
    linked !== null && (look.gone ?? []).includes(linked.contractId) ? ("removed" as const) : null;
  const facts = {
    ...(hashPart(known) === hashPart(contracts) ? {} : { contracts }),
    ...(subject.facts.begun === described ? {} : { begun: described }),
    ...(askAgain ? { settled: null } : {}),
    ...(spent ? { order: null, settled: described, askAgainAt: null } : {}),
  };
  if (!begin && Object.keys(facts).length === 0 && isSame(row, look)) return null;
  await ctx.db.transaction(async (tx) => {
    await saveSeen(
      tx,
      { organizationId: scope.organizationId, subjectId: subject.id },
      { ...look, contract: contract ?? removed, now },
    );
    if (Object.keys(facts).length > 0) await saveFacts(tx, scope.organizationId, subject.id, facts);
    // A run that begins ends them by itself, with what it reads anew.
    if (decision.kind === "keep" && subject.facts.begun !== described)
      await endOldQuestions(
        tx,
        { organizationId: scope.organizationId, subjectId: subject.id },
        null,
        now,
      );
    if (begin)
      await startSituation(
        tx,
        { ...scope, start: ctx.startRun },
        subject.id,
        decision.kind === "carry" ? decision.target : null,
      );
  });
  if (!begin) return null;
  ctx.log("info", `Reserva ${row.hubReservationId}: ${decision.reason}`);
  return decision.kind === "carry" ? decision.target : "ask";
}

const KINDS: readonly string[] = [
  "open",
  "ready",
  "sold",
  "cancelled",
  "rescinded",
  "expired",
] satisfies SituationKind[];
export const asKind = (text: string | null): SituationKind =>
  text !== null && KINDS.includes(text) ? (text as SituationKind) : "unknown";

function isSame(row: WatchedReservation["reservation"], { hub, terminal }: Look): boolean {
  return (
    (!hub || (hub.kind === row.hubSituation && hub.situationId === row.hubSituationId)) &&
    (!terminal ||
      (terminal.kind === row.terminalSituation && terminal.situationId === row.terminalSituationId))
  );
}
