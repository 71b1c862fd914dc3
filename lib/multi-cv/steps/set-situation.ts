import { updateReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { afterBatch } from "../rules/five-minute-mark.ts";
import {
  isFinal,
  isWhere,
  ROLE_OF,
  SITUATION_WORD,
  type SituationKind,
  type Target,
} from "../words/situations.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import {
  done,
  skipped,
  type Step,
  type StepContext,
  type StepOutcome,
  stuck,
  waitUntil,
} from "@/lib/engine/flows/define-flow.ts";
import type { Environment } from "@/lib/engine/flows/flow-context.ts";
import { cancelReservation, changeSituation, informSale } from "../cv/change-situation.ts";
import type { CvClient } from "../cv/open-cv.ts";
import { readReservation } from "../cv/read-reservation.ts";
import { registerDistrato } from "../cv/register-distrato.ts";
import { loadMaps, type Maps } from "../load-maps.ts";
import { HUB, openCvLine } from "../open-lines.ts";
import { readKnown } from "../read-sides.ts";
import { readOrder } from "../subject-orders.ts";
import { confirmSituation } from "./confirm-situation.ts";

/** Hub and terminal are separate steps: what one refuses does not keep the other from changing. */
export const setTerminalSituation: Step = {
  name: "carry-to-terminal",
  label: RESERVATION_STEP_LABEL["carry-to-terminal"],
  system: "terminal",
  supporting: true,
  async run(ctx) {
    const row = await readKnown(ctx);
    if (row.environmentId === null || row.terminalReservationId === null)
      return skipped("A reserva não existe no terminal.");
    return setSituation(
      ctx,
      ctx.environments.byId(row.environmentId),
      Number(row.terminalReservationId),
      "terminal",
    );
  },
};

export const setHubSituation: Step = {
  name: "carry-to-hub",
  label: RESERVATION_STEP_LABEL["carry-to-hub"],
  system: "hub",
  supporting: true,
  run: (ctx) => setSituation(ctx, ctx.environments.byCode(HUB), Number(ctx.subject.key), "hub"),
};

async function setSituation(
  ctx: StepContext,
  environment: Environment,
  id: number,
  side: "hub" | "terminal",
): Promise<StepOutcome> {
  const confirmed = ctx.resultOf(confirmSituation);
  const target = confirmed?.target ?? null;
  if (target === null) return skipped("Não há situação a atualizar.");
  const cv = openCvLine(environment, ctx);
  const maps = await loadMaps(ctx, environment);
  const before = await readReservation(cv, id);
  if (!before)
    return stuck(
      `A reserva ${id} não é encontrada em ${cv.label}. Confira se ela foi excluída e repita a etapa.`,
    );
  const kind = maps.kindOf(before);
  if (isWhere(kind, target))
    return keep(
      ctx,
      side,
      kind,
      before.situation.id,
      `A reserva já estava ${SITUATION_WORD[kind]}.`,
    );
  if (isFinal(kind) && readOrder(ctx.subject.facts)?.target !== target)
    return stuck(
      `A reserva está ${SITUATION_WORD[kind]} em ${cv.label} e deveria passar a ${SITUATION_WORD[target]}. Essa mudança não é feita automaticamente. Decida no CV e repita a etapa.`,
    );
  const mark =
    side === "terminal" && kind === "ready" && typeof ctx.subject.facts.readyAt === "string"
      ? afterBatch(new Date(ctx.subject.facts.readyAt))
      : null;
  if (mark && ctx.now() < mark)
    return waitUntil(
      mark,
      "O terminal ainda não foi enviado ao Sienge. O envio ocorre a cada 5 minutos.",
    );
  const refusal = await change(cv, id, target, maps, confirmed?.reason ?? "");
  let after = await readReservation(cv, id);
  // Some tenants leave the reservation where it is; others refuse this way to it, since it marks a code
  // as required that nobody has, or answers 500 to a distrato. Then it is moved by its number.
  if (after && maps.kindOf(after) !== target) {
    if (refusal && !isMapped(maps, target)) throw refusal;
    await changeSituation(cv, id, maps.situationId(target), confirmed?.reason ?? "");
    after = await readReservation(cv, id);
  }
  if (!after || maps.kindOf(after) !== target)
    throw new PartnerError(
      "unavailable",
      `${cv.label} aceitou a mudança da reserva ${id} para ${SITUATION_WORD[target]}, mas ela continua em “${after?.situation.name ?? "?"}”.`,
    );
  return keep(ctx, side, target, after.situation.id, null);
}

/**
 * The way that the CV has for each; each is looked at before and after, so that repeating it changes
 * nothing. Gives what CV's own way refused or left without a clear answer; null = it was taken.
 */
async function change(
  cv: CvClient,
  id: number,
  target: Target,
  maps: Maps,
  reason: string,
): Promise<PartnerError | null> {
  if (target === "sold") return tryOwnWay(() => informSale(cv, id));
  if (target === "rescinded") return tryOwnWay(() => registerDistrato(cv, id, { reason }));
  // The CV's own cancellation wants a default motive in the tenant; the mapped situation does not.
  if (!isMapped(maps, target)) return tryOwnWay(() => cancelReservation(cv, id));
  await changeSituation(cv, id, maps.situationId(target), reason);
  return null;
}

async function tryOwnWay(way: () => Promise<void>): Promise<PartnerError | null> {
  try {
    await way();
    return null;
  } catch (error) {
    if (error instanceof PartnerError && (error.kind === "rejected" || error.kind === "uncertain"))
      return error;
    throw error;
  }
}

const isMapped = (maps: Maps, target: Target) =>
  maps.all("situation").some(({ sourceKey }) => sourceKey === ROLE_OF[target]);

async function keep(
  ctx: StepContext,
  side: "hub" | "terminal",
  kind: SituationKind,
  situationId: number | null,
  note: string | null,
): Promise<StepOutcome> {
  const now = ctx.now();
  const id = situationId === null ? null : String(situationId);
  await ctx.write((tx) =>
    updateReservation(
      tx,
      ctx.organization.id,
      ctx.subject.id,
      side === "hub"
        ? { hubSituation: kind, hubSituationId: id, hubSeenAt: now }
        : { terminalSituation: kind, terminalSituationId: id, terminalSeenAt: now },
    ),
  );
  return done(null, note);
}
