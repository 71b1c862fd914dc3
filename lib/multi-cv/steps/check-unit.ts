import { findUnitRival, updateReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { done, type Step, type StepContext, stuck } from "@/lib/engine/flows/define-flow.ts";
import { readDevelopment } from "../cv/developments.ts";
import { findCopies } from "../cv/find-copies.ts";
import type { CvClient } from "../cv/open-cv.ts";
import { findUnits, type Unit } from "../cv/read-unit.ts";
import type { Reservation } from "../cv/reservation-shape.ts";
import { openTerminal, readHub, readKnown } from "../read-sides.ts";
import { describeUnit, matchUnit } from "../rules/match-unit.ts";
import { hashParts } from "../rules/reservation-parts.ts";

/** The terminal's unit, for the steps that follow. */
export interface UnitReading {
  unitId: number;
  /** The unit as the Hub named it then. */
  used?: { unit: string };
}

const AVAILABILITY_WORD: Record<Unit["availability"], string> = {
  available: "disponível",
  reserved: "reservada",
  sold: "vendida",
  blocked: "bloqueada",
  in_process: "em processo de venda",
  unknown: "em uma situação que o terminal não informa",
};

/** Finds the Hub's unit in the terminal and makes sure that nobody else has it. */
export const checkUnit: Step<UnitReading> = {
  name: "check-unit",
  label: RESERVATION_STEP_LABEL["check-unit"],
  system: "terminal",
  async run(ctx) {
    const { cv, place } = openTerminal(ctx);
    const reservation = await readHub(ctx);
    const wanted = {
      code: reservation.unit.code ?? "",
      block: reservation.unit.block.name,
      name: reservation.unit.name,
    };
    const found = await findUnit(cv, place.developmentId, wanted);
    if ("sentence" in found) return stuck(found.sentence);
    const { unit } = found;
    const terminalUnitId = String(unit.id);
    const rival = await findUnitRival(ctx.db, ctx.organization.id, {
      environmentId: place.environmentId,
      terminalUnitId,
      subjectId: ctx.subject.id,
    });
    if (rival)
      return stuck(
        `A unidade ${describeUnit(wanted)} já foi usada pela reserva ${rival.hubReservationId} do Hub, que não está cancelada. Cancele uma das duas e repita a etapa.`,
      );
    if (!isFree(unit) && !(await isOurs(ctx, cv, place.developmentId, unit.id, reservation))) {
      return stuck(
        `A unidade ${describeUnit(wanted)} está ${unit.sold ? "vendida" : AVAILABILITY_WORD[unit.availability]} em ${cv.label}. Libere-a no terminal ou cancele a reserva no Hub, e repita a etapa.`,
      );
    }
    ctx.writeAtEnd((tx) =>
      updateReservation(tx, ctx.organization.id, ctx.subject.id, { terminalUnitId }),
    );
    return done({ unitId: unit.id, used: { unit: hashParts(reservation).unit } });
  },
};

const isFree = (unit: Unit) => !unit.sold && unit.availability === "available";

/** By the shared Sienge code in one call; else through the development's whole tree. */
async function findUnit(
  cv: CvClient,
  developmentId: number,
  wanted: { code: string; block: string; name: string },
): Promise<{ unit: Unit } | { sentence: string }> {
  const byCode =
    wanted.code === ""
      ? []
      : (await findUnits(cv, developmentId, wanted.code)).filter(
          ({ code }) => code === wanted.code,
        );
  if (byCode.length > 1)
    return {
      sentence: `A unidade ${describeUnit(wanted)} tem o código ${wanted.code} do Sienge em ${byCode.length} unidades do terminal. Corrija o código no terminal e repita a etapa.`,
    };
  if (byCode[0]) return { unit: byCode[0] };
  const development = await readDevelopment(cv, developmentId);
  if (!development)
    return {
      sentence: `${cv.label} não tem o empreendimento ${developmentId}. Corrija o código em Empreendimentos e repita a etapa.`,
    };
  const match = matchUnit(
    wanted,
    development.units.map(({ id, code, name, block }) => ({
      id,
      code: code ?? "",
      name,
      block: block.name,
    })),
  );
  if ("sentence" in match) return match;
  // The tree tells names, not whether a unit is free; asked by its id it may share that number with another's code.
  const unit = (await findUnits(cv, developmentId, match.unit.id)).find(
    ({ id }) => id === match.unit.id,
  );
  return unit
    ? { unit }
    : {
        sentence: `${cv.label} lista a unidade ${describeUnit(wanted)}, mas não a encontra pelo código. Repita a etapa; se continuar, fale com o suporte do CV.`,
      };
}

/** A unit that our own reservation took, in a try whose answer was lost, is not taken by somebody else. */
async function isOurs(
  ctx: StepContext,
  cv: CvClient,
  developmentId: number,
  unitId: number,
  reservation: Reservation,
): Promise<boolean> {
  const known = await readKnown(ctx);
  if (known.terminalReservationId !== null)
    return known.terminalUnitId === null || known.terminalUnitId === String(unitId);
  const copies = await findCopies(cv, {
    code: known.ownKey,
    developmentId,
    unitId,
    document: reservation.holder.document,
  });
  return copies.some(({ ours }) => ours);
}
