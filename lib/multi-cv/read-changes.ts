import { z } from "zod";
import { addDays, type Day } from "@/lib/core/period.ts";
import type { SituationKind } from "./words/situations.ts";
import { listReservations, readReservationPage } from "./cv/list-reservations.ts";
import type { CvClient } from "./cv/open-cv.ts";
import { readReservation } from "./cv/read-reservation.ts";
import { listDistratos } from "./cv/register-distrato.ts";
import type { Reservation } from "./cv/reservation-shape.ts";
import type { Maps } from "./load-maps.ts";
import type { SeenSide } from "./read-facts.ts";
import { pickTurn } from "./rules/pick-turn.ts";
import { hashParts } from "./rules/reservation-parts.ts";
import { ResourceForbidden } from "./wire/judge-answer.ts";

/** What one CV environment shows of its reservations, by its own ids. */
export type Seen = Map<string, SeenSide>;

/** A reservation that is followed in one environment: its id there, and what it was when last seen. */
export interface Followed {
  subjectId: number;
  id: string;
  last: SituationKind;
}

/** How the situations of an environment are read. */
export type SituationMaps = Pick<Maps, "kindOf" | "situationId">;

/** Where the next sweep of an environment goes on. */
export type SweepMark = z.output<typeof sweepMark>;

const page = z.int().min(1).default(1);
const subject = z.int().min(0).default(0);
/** The mark as it is stored; what an older version wrote lacks fields, and begins them anew. */
export const sweepMark = z.object({
  /** The page of each list of what is over. */
  cancelled: page,
  rescinded: page,
  /** The subjects read last by their ids: of those that left the list, and of those that never were in it. */
  left: subject,
  quiet: subject,
  /** Until which day distratos were listed; and the day on which the tenant refused the list. */
  distratosTo: z.string().nullable().default(null),
  distratosRefusedOn: z.string().nullable().default(null),
});

/** How much one sweep of one environment reads at most. */
export interface SweepSizes {
  page: number;
  /** Ids that were in "pode faturar" and are no more: what a sweep is for. A minute of the budget. */
  left: number;
  /** Ids that stand still in a situation of no list. */
  quiet(count: number): number;
}

/** What stands still is read within an hour, while it is no more than a few hundred. */
const SWEEPS_A_ROUND = 12;
const SIZES: SweepSizes = {
  page: 500,
  left: 200,
  quiet: (count) => Math.min(20, Math.max(2, Math.ceil(count / SWEEPS_A_ROUND))),
};

interface ReadChangesOptions {
  followed: readonly Followed[];
  mark: SweepMark;
  today: Day;
  /** Only what cannot wait: the day's quota runs out. */
  thrifty?: boolean;
  sizes?: SweepSizes;
}

/**
 * What may have changed since the mark. "Pode faturar" is listed whole, and what left it is read by its
 * id. CV neither sorts nor filters its lists by the last change, so that of what is over one page
 * of each list is read, the next one at the next sweep, and round again; a distrato, which has a list by
 * day, shows at once. What stands still in other situations is read by its id in turns. Where all
 * fits into one turn, all is read. What cannot be read now is left as it was: an id that is not found may be
 * not born yet, or hidden.
 */
export async function readChanges(
  cv: CvClient,
  maps: SituationMaps,
  { followed, mark, today, thrifty = false, sizes = SIZES }: ReadChangesOptions,
): Promise<{ seen: Seen; mark: SweepMark }> {
  const seen: Seen = new Map();
  for await (const one of listReservations(cv, {
    situationId: maps.situationId("ready"),
    whole: true,
  }))
    see(seen, maps, one, true);
  const next = { ...mark };
  if (!thrifty)
    for (const kind of ["cancelled", "rescinded"] as const)
      next[kind] = await readNextPage(cv, maps, seen, kind, mark[kind], sizes.page);
  const undone = thrifty ? new Set<string>() : await listUndone(cv, today, next);
  const unseen = followed.filter(({ id }) => !seen.has(id));
  const left = pickTurn(
    unseen.filter(({ last }) => last === "ready"),
    mark.left,
    sizes.left,
  );
  const still = unseen.filter(({ last }) => last === "open" || last === "unknown");
  const quiet = pickTurn(still, mark.quiet, thrifty ? 0 : sizes.quiet(still.length));
  const ids = new Set([
    ...left.turn.map(({ id }) => id),
    ...quiet.turn.map(({ id }) => id),
    ...unseen.filter(({ id, last }) => undone.has(id) && last !== "rescinded").map(({ id }) => id),
  ]);
  for (const id of ids) await readById(cv, maps, seen, id);
  return {
    seen,
    mark: { ...next, left: left.after, quiet: thrifty ? mark.quiet : quiet.after },
  };
}

/** Reads one reservation by its id and keeps what it is, if it is found. */
export async function readById(
  cv: CvClient,
  maps: SituationMaps,
  seen: Seen,
  id: string,
): Promise<void> {
  const live = await readReservation(cv, Number(id), {
    conditions: false,
    additionalFields: false,
  });
  if (live) see(seen, maps, live);
}

/** Keeps what a reservation is; with its parts where it was read whole. */
export function see(
  seen: Seen,
  maps: SituationMaps,
  reservation: Reservation,
  whole = false,
): void {
  const { id } = reservation.situation;
  seen.set(String(reservation.id), {
    kind: maps.kindOf(reservation),
    situationId: id === null ? null : String(id),
    ...(whole ? { parts: hashParts(reservation) } : {}),
  });
}

/** Gives the page that comes next. A list that became shorter than the mark begins again. */
async function readNextPage(
  cv: CvClient,
  maps: SituationMaps,
  seen: Seen,
  kind: "cancelled" | "rescinded",
  from: number,
  size: number,
): Promise<number> {
  const filter = { situationId: maps.situationId(kind) };
  let at = from;
  let read = await readReservationPage(cv, filter, at, size);
  if (read.reservations.length === 0 && at > 1) {
    at = 1;
    read = await readReservationPage(cv, filter, at, size);
  }
  for (const one of read.reservations) see(seen, maps, one);
  return read.last ? 1 : at + 1;
}

/** Whose sale was undone since the day before the mark. A tenant that refuses the list is asked once a day. */
async function listUndone(cv: CvClient, today: Day, next: SweepMark): Promise<Set<string>> {
  if (next.distratosRefusedOn === today) return new Set();
  const to = next.distratosTo;
  try {
    const listed = await listDistratos(cv, addDays(to !== null && to < today ? to : today, -1));
    next.distratosTo = today;
    next.distratosRefusedOn = null;
    return new Set(listed.map(({ reservationId }) => String(reservationId)));
  } catch (error) {
    if (!(error instanceof ResourceForbidden)) throw error;
    next.distratosRefusedOn = today;
    return new Set();
  }
}
