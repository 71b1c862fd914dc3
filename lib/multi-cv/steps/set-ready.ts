import { updateReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { isFinal, isOver, SITUATION_WORD } from "../words/situations.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import {
  done,
  skipped,
  type Step,
  type StepContext,
  type StepOutcome,
  stuck,
} from "@/lib/engine/flows/define-flow.ts";
import { changeSituation } from "../cv/change-situation.ts";
import { loadMaps } from "../load-maps.ts";
import { HUB } from "../open-lines.ts";
import {
  forgetTerminal,
  needTerminalId,
  openTerminal,
  readHub,
  readTerminal,
} from "../read-sides.ts";

/**
 * Takes the terminal's reservation to "pode faturar", whence its own integration sends it to
 * Sienge; read back, since CV may say yes and not do it.
 */
export const setReady: Step = {
  name: "set-ready",
  label: RESERVATION_STEP_LABEL["set-ready"],
  system: "terminal",
  async run(ctx) {
    const { cv, environment } = openTerminal(ctx);
    const id = await needTerminalId(ctx);
    const maps = await loadMaps(ctx, environment);
    const readyId = maps.situationId("ready");
    const before = await readTerminal(ctx, cv, id);
    const kind = maps.kindOf(before);
    if (kind === "ready")
      return keep(ctx, before.situation.id, "O terminal já estava em “pode faturar”.");
    if (kind === "sold")
      return keep(ctx, before.situation.id, "A reserva já está vendida no terminal.", "sold");
    if (isFinal(kind))
      return stuck(
        `A reserva ${id} está ${SITUATION_WORD[kind]} em ${cv.label}. Essa mudança não é feita automaticamente. Confira no terminal e cancele a reserva no Hub ou crie outra.`,
      );
    const hub = await readHub(ctx);
    const inHub = (await loadMaps(ctx, ctx.environments.byCode(HUB))).kindOf(hub);
    if (isOver(inHub))
      return skipped(
        `A reserva está ${SITUATION_WORD[inHub]} no Hub. O terminal não será mudado para “pode faturar”.`,
      );
    if (inHub === "open")
      return stuck(
        `A reserva saiu de “pode faturar” no Hub (está em “${hub.situation.name}”) enquanto era transferida, e o terminal não será enviado ao Sienge. Volte-a a “pode faturar” no Hub e repita a etapa, ou cancele-a.`,
      );
    await changeSituation(cv, id, readyId);
    forgetTerminal(ctx);
    const after = await readTerminal(ctx, cv, id);
    if (maps.kindOf(after) !== "ready")
      throw new PartnerError(
        "unavailable",
        `${cv.label} aceitou a mudança para “pode faturar”, mas continua em “${after.situation.name}”.`,
      );
    return keep(ctx, after.situation.id, null);
  },
};

/** The moment counts from the first time: only a batch after it takes the reservation to Sienge. */
function keep(
  ctx: StepContext,
  situationId: number | null,
  note: string | null,
  kind: "ready" | "sold" = "ready",
): StepOutcome {
  const now = ctx.now();
  ctx.writeAtEnd((tx) =>
    updateReservation(tx, ctx.organization.id, ctx.subject.id, {
      terminalSituationId: situationId === null ? null : String(situationId),
      terminalSituation: kind,
      terminalSeenAt: now,
    }),
  );
  if (typeof ctx.subject.facts.readyAt !== "string") ctx.saveAtEnd({ readyAt: now.toISOString() });
  return done(null, note);
}
