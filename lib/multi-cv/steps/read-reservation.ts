import { ensureReservation, updateReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { SITUATION_WORD } from "../words/situations.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { done, ended, type Step, stuck, waitUntil } from "@/lib/engine/flows/define-flow.ts";
import { readReservation as readLive } from "../cv/read-reservation.ts";
import { loadMaps } from "../load-maps.ts";
import { openHub } from "../open-lines.ts";
import { readOnce } from "../read-once.ts";
import { describeUnit } from "../rules/match-unit.ts";
import { certainCents } from "../wire/amount.ts";

/** An id may be announced before it is readable: it is asked for again this often, a little later each time. */
const UNBORN_WAITS_SECONDS = [30, 60, 120, 300, 600];

/** What the later steps build on, without personal data. */
export interface HubReading {
  developmentId: number;
}

/**
 * Reads the reservation live and goes on only if the Hub still says "pode faturar": the message
 * that began this may be old.
 */
export const readReservation: Step<HubReading> = {
  name: "read-reservation",
  label: RESERVATION_STEP_LABEL["read-reservation"],
  system: "hub",
  async run(ctx) {
    const hub = openHub(ctx);
    const id = Number(ctx.subject.key);
    const reservation = await readOnce(ctx, "hub", () => readLive(hub, id, { commissions: true }));
    if (!reservation) {
      const looks = Number(ctx.subject.facts.unbornLooks ?? 0);
      const wait = UNBORN_WAITS_SECONDS[looks];
      if (wait === undefined)
        return stuck(
          `O Hub não encontra a reserva ${id}, mesmo depois de várias consultas. Confira o número no Hub e repita a etapa.`,
        );
      await ctx.save({ unbornLooks: looks + 1 });
      return waitUntil(
        new Date(ctx.now().getTime() + wait * 1000),
        `O Hub ainda não encontra a reserva ${id}.`,
      );
    }
    const maps = await loadMaps(ctx, ctx.environments.byCode("hub"));
    maps.situationId("ready");
    const kind = maps.kindOf(reservation);
    const { unit } = reservation;
    const unitName = describeUnit({ block: unit.block.name, name: unit.name });
    ctx.writeAtEnd(async (tx) => {
      await ensureReservation(
        tx,
        { organizationId: ctx.organization.id, integrationId: ctx.integrationId },
        { subjectId: ctx.subject.id, hubReservationId: ctx.subject.key },
      );
      await updateReservation(tx, ctx.organization.id, ctx.subject.id, {
        hubUnitId: unit.id === null ? null : String(unit.id),
        siengeUnitId: unit.code,
        unitName,
        valueCents: certainCents(reservation.conditions.contractAmount),
        hubSituationId: reservation.situation.id === null ? null : String(reservation.situation.id),
        hubSituation: kind,
        hubSeenAt: ctx.now(),
      });
    });
    ctx.saveAtEnd({ unbornLooks: 0 }, `${unit.development.name} · ${unitName}`);
    if (kind !== "ready")
      return ended(
        `A reserva está ${SITUATION_WORD[kind]} no Hub, e não em “pode faturar”. Ela não será transferida.`,
      );
    if (unit.development.id === null)
      return stuck("A reserva não informa o empreendimento. Corrija-a no Hub e repita a etapa.");
    return done({ developmentId: unit.development.id });
  },
};
