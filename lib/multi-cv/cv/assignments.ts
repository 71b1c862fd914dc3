import { z } from "zod";
import {
  anId,
  maybeDay,
  maybeId,
  objectOf,
  readShape,
  someDocument,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readAllPages } from "../wire/walk-pages.ts";
import type { CvClient } from "./open-cv.ts";
import { withoutFourByte } from "./without-four-byte.ts";

const PAGE = 100;
const PATH = "/api/v1/comercial/reservas/cessao";

const party = objectOf(z.looseObject({ idpessoa: maybeId, documento: someDocument })).transform(
  (read) => ({ personId: read.idpessoa, document: read.documento }),
);

const assignment = z
  .looseObject({
    idcessao: anId,
    data_cessao: maybeDay,
    motivo: someText,
    idreserva: anId,
    cliente_cedente: party,
    cliente_cessionario: party,
  })
  .transform((read) => ({
    id: read.idcessao,
    day: read.data_cessao,
    reason: read.motivo,
    reservationId: read.idreserva,
    /** Who sold on, and who took over. */
    from: read.cliente_cedente,
    to: read.cliente_cessionario,
  }));

/** A sale that passed to another holder ("cessão de direitos"). Holds personal data. */
export type Assignment = z.output<typeof assignment>;

/** The assignments of one reservation, or the one of a number, newest last; empty = none. */
export async function listAssignments(
  cv: CvClient,
  of: { reservationId: number } | { assignmentId: number },
): Promise<Assignment[]> {
  const filter =
    "reservationId" in of ? { idreserva: of.reservationId } : { idcessao: of.assignmentId };
  const rows = await readAllPages({
    size: PAGE,
    names: ["cessoes"],
    fetch: ({ offset }) =>
      cv.call({
        method: "GET",
        path: PATH,
        query: { ...filter, limit: PAGE, offset },
        missing: [404, 422],
      }),
  });
  const read = readShape(z.array(assignment), rows, `CV ${cv.label}, cessões de direitos`);
  return read.toSorted((a, b) => a.id - b.id);
}

/**
 * Registers an assignment of a sold reservation: its holder becomes the person of this document, who is
 * registered already. Read the reservation afterwards; of a lost answer it alone tells whether it was done.
 */
export async function assignRights(
  cv: CvClient,
  id: number,
  { document, reason }: { document: string; reason: string },
): Promise<void> {
  await cv.call({
    method: "POST",
    path: PATH,
    body: {
      reserva: String(id),
      documento_novo_titular: document,
      motivo: withoutFourByte(reason),
    },
  });
}
