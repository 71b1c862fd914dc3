import { listReservations } from "./list-reservations.ts";
import type { CvClient } from "./open-cv.ts";
import { readConditions } from "./read-conditions.ts";
import type { Reservation } from "./reservation-shape.ts";

/** Which reservation is looked for. */
export interface CopySearch {
  /** The key that we wrote, or are about to write. */
  code: string;
  developmentId: number;
  unitId: number;
  /** Of the holder. */
  document: string;
}

/** A reservation of the same unit and holder; `ours` = it carries our key. */
export interface Copy {
  reservation: Reservation;
  code: string | null;
  ours: boolean;
}

/**
 * Looks for reservations that a create without a clear answer may have left. CV finds by neither key nor
 * unit, and its filter by document answers nothing in some accounts: the development's list is read by
 * document, then whole, and each candidate's key is read from its conditions, which do show it. Without
 * `whole` the first list alone is read: enough where the unit is free, which no reservation leaves it.
 */
export async function findCopies(
  cv: CvClient,
  search: CopySearch,
  { whole = true }: { whole?: boolean } = {},
): Promise<Copy[]> {
  const byDocument = await candidates(cv, search, search.document);
  const found = byDocument.length || !whole ? byDocument : await candidates(cv, search, undefined);
  return Promise.all(
    found.map(async (reservation) => {
      const code = reservation.code ?? (await readConditions(cv, reservation.id))?.code ?? null;
      return { reservation, code, ours: code === search.code };
    }),
  );
}

async function candidates(
  cv: CvClient,
  { developmentId, unitId, document }: CopySearch,
  filter: string | undefined,
): Promise<Reservation[]> {
  const found: Reservation[] = [];
  for await (const one of listReservations(cv, {
    developmentId,
    ...(filter ? { document: filter } : {}),
  })) {
    if (one.unit.id === unitId && (one.holder.document === document || one.holder.document === ""))
      found.push(one);
  }
  return found;
}
