import {
  findReservationsBy,
  type ReservationRow,
} from "@/db/queries/flows/reservations-for-flow.ts";
import { KIND_SENTENCE, PartnerError } from "@/lib/core/errors.ts";
import type { Step, StepContext, StepOutcome } from "@/lib/engine/flows/define-flow.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { isRefusal } from "./is-refusal.ts";
import { catchWrites } from "./catch-writes.ts";
import { rememberReading } from "./read-once.ts";
import { REHEARSED } from "./read-sides.ts";
import { checkUnit } from "./steps/check-unit.ts";
import { createReservation } from "./steps/create-reservation.ts";
import { findTerminal } from "./steps/find-terminal.ts";
import { registerPeople } from "./steps/register-people.ts";
import { validateBroker } from "./steps/validate-broker.ts";
import { transferFlow } from "./transfer-flow.ts";
import type { Rehearsal, RehearsedStep } from "./words/rehearsal.ts";

/** What stands for the numbers that a terminal gives when it stores: nothing was stored. */
const STAND_INS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  [registerPeople.name, { holderId: 0, associates: [] }],
  [validateBroker.name, { agencyId: 0, brokerId: 0 }],
]);
/** The steps without whose result none that follows can be played. */
const NEEDED: ReadonlySet<string> = new Set([findTerminal.name, checkUnit.name]);

/**
 * Plays the transfer of a reservation by its own steps and rules. Every call that would write at a partner
 * is caught before it leaves, and nothing is kept here either; the steps after the creation are named.
 */
export async function rehearseTransfer(
  ctx: FlowContext,
  hubReservationId: string,
): Promise<Rehearsal> {
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const [known] = await findReservationsBy(ctx.db, scope, { hubIds: [hubReservationId] });
  if (known && known.terminalReservationId !== null)
    throw new PartnerError(
      "rejected",
      `A reserva ${hubReservationId} já foi transferida para o terminal. Escolha outra que esteja em “pode faturar” no Hub.`,
    );
  const play = openPlay(ctx, hubReservationId, known);
  const end = transferFlow.steps.findIndex(({ name }) => name === createReservation.name);
  const steps: RehearsedStep[] = [];
  let over = false;
  for (const [index, step] of transferFlow.steps.entries()) {
    const { name, label } = step;
    if (over || index > end) {
      steps.push({ name, label, state: "later", note: "", writes: [] });
      continue;
    }
    const played = await play.run(step);
    steps.push(played.step);
    over = played.over;
  }
  return {
    hubReservationId,
    title: play.title(),
    ok: steps.every(({ state }) => state !== "stopped"),
    steps,
  };
}

function openPlay(ctx: FlowContext, hubReservationId: string, known: ReservationRow | undefined) {
  const results = new Map<string, unknown>();
  const caught = catchWrites(ctx.environments);
  let facts: Record<string, unknown> = {};
  let title = "";
  const row = { ...(known ?? newRow(ctx, hubReservationId)) };
  rememberReading(ctx, REHEARSED, row);
  const remember = (more: Record<string, unknown>, named?: string) => {
    facts = { ...facts, ...more };
    title = named ?? title;
    row.unitName = title.split(" · ").slice(1).join(" · ");
  };
  const of = (): StepContext => ({
    ...ctx,
    environments: caught.environments,
    uncertain: false,
    previous: null,
    tries: 0,
    taskId: 0,
    parameter: "",
    subject: {
      id: row.subjectId,
      kind: "reservation",
      key: hubReservationId,
      title,
      facts,
      announcedAt: null,
    },
    answer: () => undefined,
    resultOf: <Result>(step: Step<Result>) => (results.get(step.name) as Result) ?? null,
    save: async (more, named) => remember(more, named),
    saveAtEnd: remember,
    // What it would keep here concerns the run that follows: a rehearsal keeps nothing.
    write: async () => undefined as never,
    writeAtEnd: () => undefined,
    item: () => Promise.reject(new Error("a rehearsal ends before the steps with items")),
    saveFile: () => Promise.reject(new Error("a rehearsal stores no file")),
    startRun: () => Promise.reject(new Error("a rehearsal starts nothing")),
  });

  async function run(step: Step): Promise<{ step: RehearsedStep; over: boolean }> {
    const { name, label } = step;
    const outcome = await play(step, of());
    const writes = caught.release();
    const make = (state: RehearsedStep["state"], note: string) => ({
      name,
      label,
      state,
      note,
      writes,
    });
    // What it makes of an answer that nobody gave is no finding: it got as far as writing.
    if (writes.length > 0) {
      results.set(name, "result" in outcome ? outcome.result : STAND_INS.get(name));
      return { step: make("writes", ""), over: false };
    }
    if (outcome.outcome === "done") {
      results.set(name, outcome.result);
      return { step: make("ok", outcome.note ?? ""), over: false };
    }
    if (outcome.outcome === "skipped") return { step: make("ok", outcome.note), over: false };
    const note = "reason" in outcome ? outcome.reason : outcome.note;
    results.set(name, STAND_INS.get(name));
    // People and seller are looked at even where the other is wrong: one rehearsal shows all there is to mend.
    const over = outcome.outcome === "ended" || !STAND_INS.has(name) || NEEDED.has(name);
    return { step: make("stopped", note), over };
  }
  return { run, title: () => title };
}

async function play(step: Step, ctx: StepContext): Promise<StepOutcome> {
  try {
    return await step.run(ctx);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const reason = error.detail || KIND_SENTENCE[error.kind];
    return { outcome: "stuck", reason, kind: error.kind, decision: null };
  }
}

/** The row that a transfer would begin with. */
function newRow(ctx: FlowContext, hubReservationId: string): ReservationRow {
  return {
    organizationId: ctx.organization.id,
    integrationId: ctx.integrationId,
    subjectId: 0,
    hubReservationId,
    ownKey: `HUB-${hubReservationId}`,
    environmentId: null,
    developmentId: null,
    terminalReservationId: null,
    hubUnitId: null,
    terminalUnitId: null,
    siengeUnitId: null,
    unitName: "",
    valueCents: null,
    siengeContractId: null,
    siengeContractNumber: null,
    everIssued: false,
    hubSituationId: null,
    hubSituation: null,
    hubSeenAt: null,
    terminalSituationId: null,
    terminalSituation: null,
    terminalSeenAt: null,
    siengeSituation: null,
    siengeSeenAt: null,
    carriedRole: null,
    carriedRoleAt: null,
    checkedAt: null,
    followedAt: null,
  };
}
