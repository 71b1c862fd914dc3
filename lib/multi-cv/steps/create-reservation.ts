import { updateReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { isFinal, SITUATION_WORD } from "../words/situations.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import {
  done,
  ended,
  type Step,
  type StepContext,
  type StepOutcome,
  stuck,
  waitUntil,
} from "@/lib/engine/flows/define-flow.ts";
import { createReservation as create } from "../cv/create-reservation.ts";
import { type Copy, findCopies } from "../cv/find-copies.ts";
import { findUnits } from "../cv/read-unit.ts";
import type { Reservation } from "../cv/reservation-shape.ts";
import { loadMaps, type Maps } from "../load-maps.ts";
import { HUB } from "../open-lines.ts";
import { openTerminal, readHub, readKnown } from "../read-sides.ts";
import { checkUnit } from "./check-unit.ts";
import { PARTS } from "../rules/reservation-parts.ts";
import { registerPeople } from "./register-people.ts";
import { translateConditions } from "./translate-conditions.ts";
import { retakeParts } from "./used-parts.ts";
import { validateBroker } from "./validate-broker.ts";

/** How often a reservation that CV confirmed without a number is looked for before a person must. */
const SEARCHES = 3;
const SEARCH_SECONDS = 30;

/**
 * Creates the reservation in the terminal, once. It always looks first: by our key among the reservations
 * of unit and holder. After a lost answer that leaves no trace there the unit itself decides: only while it
 * is free can nothing have been stored, and only then is it tried again.
 */
export const createReservation: Step = {
  name: "create-reservation",
  label: RESERVATION_STEP_LABEL["create-reservation"],
  system: "terminal",
  async run(ctx) {
    const known = await readKnown(ctx);
    if (known.terminalReservationId !== null)
      return done({ id: Number(known.terminalReservationId) }, "A reserva já existia no terminal.");
    const side = openTerminal(ctx);
    const { cv, environment, place } = side;
    const reservation = await readHub(ctx);
    const maps = await loadMaps(ctx, environment);
    const inHub = (await loadMaps(ctx, ctx.environments.byCode(HUB))).kindOf(reservation);
    if (inHub !== "ready")
      return ended(
        `A reserva deixou de estar em “pode faturar” no Hub (está ${SITUATION_WORD[inHub]}) antes de ser criada no terminal e não será transferida.`,
      );
    const edited = await retakeParts(ctx, reservation, PARTS);
    if (edited) return edited;
    const unit = need(ctx, checkUnit);
    const search = {
      code: known.ownKey,
      developmentId: place.developmentId,
      unitId: unit.unitId,
      document: reservation.holder.document,
    };
    const asked =
      ctx.subject.facts.createAskedAt !== undefined && ctx.subject.facts.createAskedAt !== null;
    const free = await isFree(side, unit.unitId);
    // A free unit has no reservation: the long list of the development is read only where there is doubt.
    const mine = chooseCopy(await findCopies(cv, search, { whole: asked || !free }), maps);
    if (mine)
      return "sentence" in mine
        ? stuck(mine.sentence)
        : keep(ctx, environment.id, mine.id, "A reserva já existia no terminal e foi vinculada.");
    if (!free) {
      if (!asked)
        return stuck(
          `A unidade ${known.unitName} deixou de estar disponível em ${cv.label} e a reserva não foi criada. Libere a unidade ou cancele a reserva no Hub, e repita a etapa.`,
        );
      return searchLater(
        ctx,
        `${cv.label} ocupou a unidade ${known.unitName} depois do pedido de criação, mas a reserva criada não aparece nas listas. Procure-a no terminal; se ela não existir, libere a unidade, e repita a etapa.`,
      );
    }
    const saleTypeId = mapSaleType(reservation, maps);
    if (saleTypeId === undefined)
      return stuck(
        `O tipo de venda “${reservation.saleType?.name ?? ""}” não tem correspondente confirmado em ${environment.name}. Confirme-o em Mapeamentos › Tipos de venda e repita a etapa.`,
        null,
        "settings",
      );
    // Said before it is done: whoever comes next knows that the terminal may have it.
    await ctx.save({ createAskedAt: ctx.now().toISOString(), createSearches: 0 });
    const people = need(ctx, registerPeople);
    const id = await create(cv, {
      code: known.ownKey,
      personId: people.holderId,
      developmentId: place.developmentId,
      unitId: unit.unitId,
      brokerId: need(ctx, validateBroker).brokerId,
      saleTypeId,
      conditions: need(ctx, translateConditions).conditions,
      associate: people.associates[0] ?? null,
    });
    if (id !== null) return keep(ctx, environment.id, id, null);
    const made = chooseCopy(await findCopies(cv, search), maps);
    if (made && "id" in made)
      return keep(
        ctx,
        environment.id,
        made.id,
        "O terminal não informou o número; a reserva foi encontrada pela chave do Enlace.",
      );
    return searchLater(
      ctx,
      `${cv.label} confirmou a criação da reserva, mas não informou o número e ela não aparece nas listas. Procure-a no terminal e repita a etapa.`,
    );
  },
};

/**
 * Ours is ours; of what has no key at all nobody knows, and two of one holder and unit would be a
 * second sale. What is over does not count.
 */
function chooseCopy(
  copies: readonly Copy[],
  maps: Maps,
): { id: number } | { sentence: string } | null {
  const alive = copies.filter(({ reservation }) => !isFinal(maps.kindOf(reservation)));
  const ours = alive.filter((copy) => copy.ours);
  if (ours.length > 1)
    return {
      sentence: `Há ${ours.length} reservas no terminal com a mesma chave do Enlace (${ours.map(({ reservation }) => reservation.id).join(", ")}). Mantenha uma, cancele as demais e repita a etapa.`,
    };
  if (ours[0]) return { id: ours[0].reservation.id };
  const other = alive.find(({ code }) => code === null) ?? alive[0];
  return other
    ? {
        sentence: `O terminal já tem a reserva ${other.reservation.id}, da mesma unidade e do mesmo titular, que não foi criada pelo Enlace. Cancele-a no terminal, ou vincule-a em Reservas, e repita a etapa.`,
      }
    : null;
}

async function isFree(
  { cv, place }: ReturnType<typeof openTerminal>,
  unitId: number,
): Promise<boolean> {
  const unit = (await findUnits(cv, place.developmentId, unitId)).find(({ id }) => id === unitId);
  return unit !== undefined && !unit.sold && unit.availability === "available";
}

/** undefined = it has a type that nobody mapped. */
function mapSaleType({ saleType }: Reservation, maps: Maps): number | null | undefined {
  if (!saleType) return null;
  const id = maps.find("sale_type", saleType);
  return id === null ? undefined : Number(id);
}

async function keep(
  ctx: StepContext,
  environmentId: number,
  id: number,
  note: string | null,
): Promise<StepOutcome> {
  await ctx.write((tx) =>
    updateReservation(tx, ctx.organization.id, ctx.subject.id, {
      environmentId,
      terminalReservationId: String(id),
      terminalSeenAt: ctx.now(),
    }),
  );
  return done({ id }, note ?? `Reserva ${id} criada no terminal.`);
}

async function searchLater(ctx: StepContext, sentence: string): Promise<StepOutcome> {
  const searches = Number(ctx.subject.facts.createSearches ?? 0) + 1;
  await ctx.save({ createSearches: searches });
  return searches > SEARCHES
    ? stuck(sentence, null, "uncertain")
    : waitUntil(
        new Date(ctx.now().getTime() + SEARCH_SECONDS * searches * 1000),
        "A reserva criada ainda não aparece no terminal. O Enlace a procura novamente antes de outra tentativa.",
      );
}

function need<Result>(ctx: StepContext, step: Step<Result>): Result {
  const result = ctx.resultOf(step);
  if (result === null) throw new Error(`step ${step.name} left no result`);
  return result;
}
