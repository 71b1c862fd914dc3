import { z } from "zod";
import { aFlag, maybeCode, maybeMoment, readShape, someText } from "../wire/tolerant-shapes.ts";
import { readRows } from "../wire/read-rows.ts";
import type { CvClient } from "./open-cv.ts";

const shape = z
  .looseObject({
    enviado: aFlag,
    data_envio: maybeMoment,
    codigointerno: maybeCode,
    titulo_erp: maybeCode,
    reserva_sienge_descricao_problema: someText,
    reserva_sienge_data_problema: maybeMoment,
  })
  .transform((read) => ({
    sent: read.enviado,
    sentAt: read.data_envio,
    /** The reservation's code in the ERP, once it has one. */
    code: read.codigointerno,
    receivableTitle: read.titulo_erp,
    /** Why CV's own integration could not send the unit's reservation, which is not yet the contract. */
    problem: read.reserva_sienge_descricao_problema,
    problemAt: read.reserva_sienge_data_problema,
  }));

/** What CV's native integration knows of a reservation's way to Sienge. */
export type ErpFields = z.output<typeof shape>;

/** Reads them; null when the tenant has none for this reservation. */
export async function readErpFields(
  cv: CvClient,
  reservationId: number,
): Promise<ErpFields | null> {
  const body = await cv.call({
    method: "GET",
    path: `/api/v1/comercial/reservas/${reservationId}/erp/sienge`,
    missing: [400, 404, 405],
  });
  const own =
    body &&
    typeof body === "object" &&
    !Array.isArray(body) &&
    ("idsienge_reserva" in body || "enviado" in body)
      ? body
      : readRows(body)[0];
  return own ? readShape(shape, own, `CV ${cv.label}, campos do Sienge`) : null;
}
