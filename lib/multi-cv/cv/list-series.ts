import { z } from "zod";
import {
  anId,
  anything,
  maybeCode,
  maybeNumber,
  readShape,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readAllPages } from "../wire/walk-pages.ts";
import { readRhythm } from "../rules/read-rhythm.ts";
import type { CvClient } from "./open-cv.ts";

const PAGE = 500;

const series = z
  .object({
    idserie: anId,
    sigla: someText,
    nome: someText,
    periodicidade: someText,
    unidade: maybeNumber,
    codigointerno: maybeCode,
    idserie_int: maybeCode,
    tipo_serie: someText,
    forma_pagamento: someText,
    vencimentos_permitidos: anything,
  })
  .transform((read) => ({
    id: read.idserie,
    code: read.codigointerno ?? read.idserie_int,
    name: read.nome,
    initials: read.sigla,
    /** As the catalogue words it. */
    period: read.periodicidade,
    /** Months between two instalments; null when the catalogue does not say. */
    everyMonths: readRhythm(read.periodicidade, read.unidade),
    kind: read.tipo_serie,
    paymentForm: read.forma_pagamento,
    /** Days of the month on which instalments may fall due; empty = any. */
    allowedDays: readDays(read.vencimentos_permitidos),
  }));

export type Series = z.output<typeof series>;

/** The catalogue of payment series. */
export async function listSeries(cv: CvClient): Promise<Series[]> {
  const rows = await readAllPages({
    size: PAGE,
    names: ["series"],
    fetch: ({ page }) =>
      cv.call({
        method: "GET",
        path: "/api/v1/comercial/seriestabeladepreco",
        query: { pagina: page, registros_por_pagina: PAGE },
      }),
  });
  return readShape(z.array(series), rows, `CV ${cv.label}, séries`);
}

/** "10;15", a list, or nothing. */
function readDays(value: unknown): number[] {
  const parts = Array.isArray(value)
    ? value
    : typeof value === "string" || typeof value === "number"
      ? String(value).split(/[;,\s]+/)
      : [];
  return parts.map(Number).filter((day) => Number.isInteger(day) && day >= 1 && day <= 31);
}
