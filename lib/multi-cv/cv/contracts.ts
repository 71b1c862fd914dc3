import { z } from "zod";
import { anId, aStamp, readShape, someText } from "../wire/tolerant-shapes.ts";
import { toCvMoment } from "../wire/moment.ts";
import { readRows } from "../wire/read-rows.ts";
import type { CvClient } from "./open-cv.ts";

const UPLOAD_SECONDS = 120;

const contract = z
  .looseObject({
    idreservacontrato: anId,
    contrato: someText,
    tipo: someText,
    assinado: aStamp,
    validado: aStamp,
    link: someText,
  })
  .transform((read) => ({
    id: read.idreservacontrato,
    name: read.contrato,
    type: read.tipo,
    /** When; `done` without a moment where an account says only that it was. */
    signed: read.assinado,
    validated: read.validado,
    link: read.link,
  }));

/** A contract file of a reservation. */
export type ReservationContract = z.output<typeof contract>;

/** Lists the contract files of a reservation. Documented as an array, captured as an object, bare in some accounts. */
export async function listContracts(
  cv: CvClient,
  reservationId: number,
): Promise<ReservationContract[]> {
  const body = await cv.call({
    method: "GET",
    path: `/api/v1/comercial/reservas/${reservationId}/contratos`,
    missing: [404],
  });
  const rows = readRows(body, ["contratos"]);
  const own = rows.flatMap((row) =>
    row && typeof row === "object" && "contratos" in row ? readRows(row, ["contratos"]) : [row],
  );
  return readShape(
    z.array(contract),
    own.filter((row) => row && typeof row === "object" && "idreservacontrato" in row),
    `CV ${cv.label}, contratos`,
  );
}

/** A contract file on its way into a reservation; CV takes PDF (assumption A10). */
export interface NewContract {
  name: string;
  bytes: Uint8Array;
  signedAt: Date | null;
  validatedAt: Date | null;
}

/** Attaches a contract file. CV gives no id and takes the same twice: compare names and content before. */
export async function addContract(
  cv: CvClient,
  reservationId: number,
  { name, bytes, signedAt, validatedAt }: NewContract,
): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v1/comercial/reservas/contratos",
    timeoutSeconds: UPLOAD_SECONDS,
    body: {
      idreserva_cv: reservationId,
      contratos: [
        {
          contrato_nome: name,
          contrato_base64: Buffer.from(bytes).toString("base64"),
          ...(signedAt ? { assinado: toCvMoment(signedAt) } : {}),
          ...(validatedAt ? { validado: toCvMoment(validatedAt) } : {}),
        },
      ],
    },
  });
}
