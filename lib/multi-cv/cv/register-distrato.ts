import { z } from "zod";
import { formatDecimal, type Cents } from "@/lib/core/money.ts";
import { anId, anything, maybeCode, maybeMoment, readShape } from "../wire/tolerant-shapes.ts";
import type { Day } from "@/lib/core/period.ts";
import { dayOf, toBrazilianDay } from "../wire/moment.ts";
import { readRows } from "../wire/read-rows.ts";
import type { CvClient } from "./open-cv.ts";
import { withoutFourByte } from "./without-four-byte.ts";

const PAGE = 100;
/** More than any group undoes in two days: a tenant that repeats its first page never ends. */
const MOST = 2_000;
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

type Distrato = z.output<typeof shape>[number];

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

/**
 * The distratos since a day. Which of their dates CV filters by is not published: where one is older,
 * or the tenant has no such list, what the first page shows is all that comes.
 */
export async function listDistratos(cv: CvClient, since: Day): Promise<Distrato[]> {
  const found: Distrato[] = [];
  for (;;) {
    const body = await cv.call({
      method: "GET",
      path: "/api/v1/comercial/reservas/distratos",
      query: { limit: PAGE, offset: found.length, a_partir_de: toBrazilianDay(since) },
      // Tenants without the list. Credentials are not in doubt: another list was read just before.
      missing: [404, 405],
    });
    const rows = readShape(
      shape,
      readRows(body, ["distratos"]),
      `CV ${cv.label}, distratos desde ${toBrazilianDay(since)}`,
    );
    found.push(...rows);
    const isHeeded = rows.every(({ at }) => at !== null && dayOf(at) >= since);
    if (rows.length !== PAGE || !isHeeded || found.length >= MOST) return found;
  }
}
