import { z } from "zod";
import { formatDecimal, type Cents } from "@/lib/core/money.ts";
import { anId, anything, maybeCode, maybeMoment, readShape } from "../wire/tolerant-shapes.ts";
import { readAllPages } from "../wire/walk-pages.ts";
import type { CvClient } from "./open-cv.ts";
import { withoutFourByte } from "./without-four-byte.ts";

const PAGE = 100;
const shape = z.array(
  z
    .object({
      idReserva: anything,
      idreserva: anything,
      dataDistrato: maybeMoment,
      numeroContrato: maybeCode,
    })
    .transform((read) => ({
      reservationId: anId.parse(read.idReserva ?? read.idreserva),
      at: read.dataDistrato,
      contractNumber: read.numeroContrato,
    })),
);

/** Registers a distrato (a sale undone). */
export async function registerDistrato(
  cv: CvClient,
  id: number,
  { code, amountCents, reason }: { code?: string; amountCents?: Cents; reason?: string } = {},
): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v1/comercial/reservas/distratos",
    body: {
      idreserva: String(id),
      ...(code ? { idreserva_int: code } : {}),
      ...(amountCents === undefined ? {} : { valor_distrato: formatDecimal(amountCents) }),
      ...(reason ? { descricao_motivo_distrato: withoutFourByte(reason) } : {}),
    },
  });
}

/** The distratos of a tenant. */
export async function listDistratos(cv: CvClient): Promise<z.output<typeof shape>> {
  const rows = await readAllPages({
    size: PAGE,
    names: ["distratos"],
    fetch: ({ offset }) =>
      cv.call({
        method: "GET",
        path: "/api/v1/comercial/reservas/distratos",
        query: { limit: PAGE, offset },
      }),
  });
  return readShape(shape, rows, `CV ${cv.label}, distratos`);
}
