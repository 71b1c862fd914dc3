import type { CvClient } from "./open-cv.ts";
import { withoutFourByte } from "./without-four-byte.ts";

/** Writes a message into a reservation. */
export async function addMessage(
  cv: CvClient,
  reservationId: number,
  message: string,
): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v2/comercial/reservas/mensagens",
    body: { idreserva: reservationId, mensagem: withoutFourByte(message) },
  });
}
