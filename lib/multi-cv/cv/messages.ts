import { z } from "zod";
import { readShape, someText } from "../wire/tolerant-shapes.ts";
import { walkPages } from "../wire/walk-pages.ts";
import type { CvClient } from "./open-cv.ts";
import { withoutFourByte } from "./without-four-byte.ts";

const PATH = "/api/v2/comercial/reservas";
const PAGE = 100;
const shape = z.looseObject({ mensagem: someText });

/** Writes a message into a reservation. */
export async function addMessage(
  cv: CvClient,
  reservationId: number,
  message: string,
): Promise<void> {
  await cv.call({
    method: "POST",
    path: `${PATH}/mensagens`,
    body: { idreserva: reservationId, mensagem: withoutFourByte(message) },
  });
}

/** Whether a reservation has this message already, spaces aside: before it is written once more. */
export async function hasMessage(
  cv: CvClient,
  reservationId: number,
  message: string,
): Promise<boolean> {
  const wanted = inOneLine(withoutFourByte(message));
  const rows = walkPages({
    size: PAGE,
    fetch: ({ page }) =>
      cv.call({
        method: "GET",
        path: `${PATH}/${reservationId}/mensagens`,
        query: { pagina: page, registros_por_pagina: PAGE },
        missing: [404],
      }),
  });
  for await (const row of rows) {
    const { mensagem } = readShape(shape, row, `CV ${cv.label}, mensagens`);
    if (inOneLine(mensagem) === wanted) return true;
  }
  return false;
}

const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();
