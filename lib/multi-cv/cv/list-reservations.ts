import { toBrazilianDay } from "../wire/moment.ts";
import { readPage } from "../wire/read-rows.ts";
import { anId, readShape } from "../wire/tolerant-shapes.ts";
import { walkPages } from "../wire/walk-pages.ts";
import type { CvClient } from "./open-cv.ts";
import { type Reservation, reservationShape } from "./reservation-shape.ts";

const PAGE = 500;

/** What a list is limited to. */
export interface ReservationFilter {
  /**
   * Situation id. Without it CV is asked for `todas`, which leaves out cancelled, expired and dissolved ones:
   * those come only when asked for by their id. Some come in no list at all, only when read by id.
   */
  situationId?: number;
  developmentId?: number;
  /** Of the holder. Some accounts answer nothing to it (204). */
  document?: string;
  since?: string;
  conditions?: boolean;
  /** Each of them whole: conditions and additional fields. */
  whole?: boolean;
}

/**
 * Lists reservations, whole or not (see {@link ReservationFilter.situationId}). CV's own defaults,
 * which hide most, are switched off; `apenas_ativas` is left out, since it is off and changes what
 * `faturar` means where it is sent.
 */
export async function* listReservations(
  cv: CvClient,
  filter: ReservationFilter = {},
): AsyncGenerator<Reservation> {
  const rows = walkPages({ size: PAGE, fetch: ({ page }) => fetchPage(cv, filter, page, PAGE) });
  for await (const row of rows) yield readListed(row, cv.label);
}

/** One page of a list; `last` = no other comes after it. */
export interface ReservationPage {
  reservations: Reservation[];
  last: boolean;
}

/** Reads page `page` (from 1) of what {@link listReservations} lists, by itself. */
export async function readReservationPage(
  cv: CvClient,
  filter: ReservationFilter,
  page: number,
  size: number = PAGE,
): Promise<ReservationPage> {
  const { rows, pages, total } = readPage(await fetchPage(cv, filter, page, size));
  return {
    reservations: rows.map((row) => readListed(row, cv.label)),
    last:
      rows.length === 0 ||
      (pages !== null
        ? page >= pages
        : total !== null
          ? page * size >= total
          : rows.length !== size),
  };
}

const fetchPage = (cv: CvClient, filter: ReservationFilter, page: number, size: number) =>
  cv.call({
    method: "GET",
    path: "/api/v1/comercial/reservas",
    query: {
      situacao: filter.situationId ?? "todas",
      faturar: false,
      retornar_integradas: true,
      idempreendimento: filter.developmentId,
      documento: filter.document,
      a_partir_de: filter.since ? toBrazilianDay(filter.since) : undefined,
      condicao_completa: filter.whole ?? filter.conditions,
      campos_adicionais_reserva_contrato: filter.whole,
      pagina: page,
      registros_por_pagina: size,
    },
  });

function readListed(row: unknown, label: string): Reservation {
  const held = (row ?? {}) as Record<string, unknown>;
  const id = readShape(
    anId,
    held._id ?? held.idreserva ?? held.idreserva_cv ?? held.id,
    `CV ${label}, lista de reservas`,
  );
  return { id, ...readShape(reservationShape, row, `CV ${label}, reserva ${id}`) };
}
