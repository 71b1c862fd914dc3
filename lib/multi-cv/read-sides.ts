import { findReservation, type ReservationRow } from "@/db/queries/flows/reservations-for-flow.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import type { StepContext } from "@/lib/engine/flows/define-flow.ts";
import type { Environment } from "@/lib/engine/flows/flow-context.ts";
import type { CvClient } from "./cv/open-cv.ts";
import { readReservation } from "./cv/read-reservation.ts";
import type { Reservation } from "./cv/reservation-shape.ts";
import { openCvLine, openHub } from "./open-lines.ts";
import { findReading, forgetReading, readOnce } from "./read-once.ts";
import { findTerminal, type TerminalPlace } from "./steps/find-terminal.ts";

/** The Hub's reservation as it is now, with everything that the flow carries; once an attempt. */
export async function readHub(ctx: StepContext): Promise<Reservation> {
  const found = await readOnce(ctx, "hub", () =>
    readReservation(openHub(ctx), Number(ctx.subject.key), { commissions: true }),
  );
  if (!found)
    throw new PartnerError(
      "rejected",
      `A reserva ${ctx.subject.key} não é encontrada no Hub. Confira se ela ainda existe e repita a etapa.`,
    );
  return found;
}

export interface TerminalSide {
  environment: Environment;
  cv: CvClient;
  place: TerminalPlace;
}

/** The terminal of this reservation. */
export function openTerminal(ctx: StepContext): TerminalSide {
  const place = ctx.resultOf(findTerminal);
  if (!place)
    throw new PartnerError(
      "internal",
      "A etapa “Encontrar o terminal” não tem resultado. Refaça a partir dela.",
    );
  const environment = ctx.environments.byId(place.environmentId);
  return { environment, cv: openCvLine(environment, ctx), place };
}

/** Under this key a rehearsal lays the row that it only pretends to have. */
export const REHEARSED = "rehearsed";

/** What the hub knows of this reservation. */
export async function readKnown(
  ctx: Pick<StepContext, "db" | "organization" | "subject" | "signal">,
): Promise<ReservationRow> {
  const rehearsed = findReading<ReservationRow>(ctx, REHEARSED);
  if (rehearsed) return rehearsed;
  const row = await findReservation(ctx.db, ctx.organization.id, ctx.subject.id);
  if (!row)
    throw new PartnerError(
      "internal",
      "A reserva não tem registro no Enlace. Refaça a partir da primeira etapa.",
    );
  return row;
}

/** {@link readKnown}, once an attempt: for steps after the creation, which changes no more of it. */
export async function readCarried(
  ctx: Pick<StepContext, "db" | "organization" | "subject" | "signal">,
): Promise<ReservationRow> {
  const known = await readOnce(ctx, "known", () => readKnown(ctx));
  if (known.terminalReservationId === null) forgetReading(ctx, "known");
  return known;
}

/** The id of the terminal's reservation; throws when the flow has not made one. */
export async function needTerminalId(
  ctx: Pick<StepContext, "db" | "organization" | "subject" | "signal">,
): Promise<number> {
  const { terminalReservationId } = await readCarried(ctx);
  if (terminalReservationId === null)
    throw new PartnerError(
      "rejected",
      "A reserva ainda não existe no terminal. Repita a etapa “Criar a reserva no terminal”.",
    );
  return Number(terminalReservationId);
}

/** The terminal's reservation as it is now; once an attempt unless it was changed in between. */
export async function readTerminal(
  ctx: StepContext,
  cv: CvClient,
  id: number,
): Promise<Reservation> {
  const found = await readOnce(ctx, "terminal", () => readReservation(cv, id));
  if (!found)
    throw new PartnerError(
      "rejected",
      `A reserva ${id} não é encontrada em ${cv.label}. Confira no terminal se ela foi excluída e repita a etapa.`,
    );
  return found;
}

/** The terminal's reservation was changed: the next look is live. */
export function forgetTerminal(ctx: StepContext): void {
  forgetReading(ctx, "terminal");
}
