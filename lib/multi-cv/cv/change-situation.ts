import type { CvClient } from "./open-cv.ts";
import { withoutFourByte } from "./without-four-byte.ts";

/** Moves a reservation to a situation of its tenant. CV may answer 200 and not do it: read it again afterwards. */
export async function changeSituation(
  cv: CvClient,
  id: number,
  situationId: number,
  comment = "",
): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v1/comercial/reservas/alterar-situacao",
    body: {
      idreserva_cv: id,
      idsituacao_destino: situationId,
      ...(comment ? { comentario: withoutFourByte(comment) } : {}),
    },
  });
}

/**
 * Cancels. CV refuses when it is cancelled, dissolved, sold or expired already, and wants a default
 * motive in the tenant.
 */
export async function cancelReservation(cv: CvClient, id: number): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v1/comercial/reservas/cancelar-reserva",
    body: { idreserva_cv: String(id) },
  });
}

/** Marks as sold. `code` is what the other system calls it, if anything. */
export async function informSale(cv: CvClient, id: number, code?: string): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v1/comercial/reservas/informar-venda",
    body: { idreserva_cv: String(id), ...(code ? { idreserva_int: code } : {}) },
  });
}
