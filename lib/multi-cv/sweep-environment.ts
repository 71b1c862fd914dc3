import type { WatchedReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { isFinal, type SituationKind } from "./words/situations.ts";
import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { listReservations } from "./cv/list-reservations.ts";
import { readReservation } from "./cv/read-reservation.ts";
import type { Reservation } from "./cv/reservation-shape.ts";
import { loadMaps } from "./load-maps.ts";
import { openCvLine } from "./open-lines.ts";
import type { SeenSide } from "./read-facts.ts";
import { asKind } from "./review-reservation.ts";
import { hashParts } from "./rules/reservation-parts.ts";

/** What one CV environment shows of its reservations, by its own ids. */
export type Seen = Map<string, SeenSide>;

interface SweepOptions {
  side: "hub" | "terminal";
  /** Those of the environment that the hub follows. */
  watched: readonly WatchedReservation[];
  /** Also what is sold, and everything that no list shows: once a night. */
  full: boolean;
}

/**
 * Looks at an environment's reservations: a list for each situation that matters, since lists hide what is
 * cancelled unless asked for it, and by its id what was alive at the last look and is in no list now.
 * What cannot be read now is left as it was: an id that is not found may be not born yet, or hidden.
 */
export async function sweepEnvironment(
  ctx: FlowContext,
  environment: Environment,
  { side, watched, full }: SweepOptions,
): Promise<Seen> {
  const cv = openCvLine(environment);
  const maps = await loadMaps(ctx, environment);
  const seen: Seen = new Map();
  const note = (reservation: Reservation, whole = false) =>
    seen.set(String(reservation.id), {
      kind: maps.kindOf(reservation),
      situationId: reservation.situation.id === null ? null : String(reservation.situation.id),
      ...(whole ? { parts: hashParts(reservation) } : {}),
    });
  for (const kind of [
    "ready",
    "cancelled",
    "rescinded",
    ...(full ? (["sold"] as const) : []),
  ] as const) {
    // What is over is followed no more; of the rest every part is.
    const whole = kind === "ready" || kind === "sold";
    for await (const reservation of listReservations(cv, {
      situationId: maps.situationId(kind),
      ...(whole ? { whole } : {}),
    }))
      note(reservation, whole);
  }
  for (const { reservation } of watched) {
    const id = side === "hub" ? reservation.hubReservationId : reservation.terminalReservationId;
    if (
      id === null ||
      seen.has(id) ||
      !isWorthReading(
        asKind(side === "hub" ? reservation.hubSituation : reservation.terminalSituation),
        full,
      )
    )
      continue;
    const live = await readReservation(cv, Number(id), {
      conditions: false,
      additionalFields: false,
    });
    if (live) note(live);
  }
  return seen;
}

/** What was sold stays so for years: between two nights only a message or Sienge speaks of it. */
const isWorthReading = (last: SituationKind, full: boolean) =>
  full || (last !== "sold" && !isFinal(last));
