import { PartnerError } from "@/lib/core/errors.ts";
import { readShape } from "../wire/tolerant-shapes.ts";
import { isKeyedById } from "../wire/read-rows.ts";
import type { CvClient } from "./open-cv.ts";
import { checkCredentials } from "./check-credentials.ts";
import { type Reservation, reservationShape } from "./reservation-shape.ts";

interface ReadOptions {
  /** Series of the payment in full. */
  conditions?: boolean;
  /** Asked for apart where the reservation does not show them by itself. */
  commissions?: boolean;
  additionalFields?: boolean;
}

/**
 * Reads one reservation live. Null = CV does not have it *now*: it answers 400 also for an id that is not
 * born yet, so that null never means "dead". A 404 may be CV's word for wrong credentials: then this throws `auth`.
 */
export async function readReservation(
  cv: CvClient,
  id: number,
  { commissions = false, ...options }: ReadOptions = {},
): Promise<Reservation | null> {
  const found = await read(cv, id, options);
  if (!found || !commissions || found.commissions.rows.length > 0 || found.commissions.total)
    return found;
  // Asking for commissions takes them off each series (published): only they are read of that answer.
  const withThem = await read(cv, id, { ...options, commissions });
  return withThem && { ...found, commissions: withThem.commissions };
}

async function read(
  cv: CvClient,
  id: number,
  { conditions = true, commissions = false, additionalFields = true }: ReadOptions,
): Promise<Reservation | null> {
  const body = await cv.call({
    method: "GET",
    path: `/api/v1/comercial/reservas/${id}`,
    query: {
      condicao_completa: conditions || undefined,
      pagamento_comissao: commissions || undefined,
      campos_adicionais_reserva_contrato: additionalFields || undefined,
    },
    missing: [400, 404],
  });
  if (body === null) {
    await checkCredentials(cv);
    return null;
  }
  return unwrapReservation(body, id, cv.label);
}

/** Finds reservation `id` in an answer: keyed by its id, bare, or in `dados`, itself keyed, bare or a list of one. */
export function unwrapReservation(body: unknown, id: number, label: string): Reservation {
  const held = body && typeof body === "object" && "dados" in body ? body.dados : body;
  const first = Array.isArray(held) ? held[0] : held;
  const own = isKeyedById(first) ? first[String(id)] : first;
  // Another reservation than the one asked for would be copied under a wrong id.
  const says =
    own && typeof own === "object"
      ? ("idreserva" in own && own.idreserva) || ("idreserva_cv" in own && own.idreserva_cv)
      : null;
  if (!own || typeof own !== "object" || (says && Number(says) !== id))
    throw new PartnerError(
      "unexpected_shape",
      `CV ${label} retornou outros dados em vez da reserva ${id}.`,
    );
  return { id, ...readShape(reservationShape, own, `CV ${label}, reserva ${id}`) };
}
