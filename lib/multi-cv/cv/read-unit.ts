import { z } from "zod";
import {
  aFlag,
  anId,
  anything,
  maybeCode,
  maybeId,
  objectOf,
  readShape,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readRows } from "../wire/read-rows.ts";
import type { CvClient } from "./open-cv.ts";

/** CV's availability map. */
const AVAILABILITY = {
  1: "available",
  2: "reserved",
  3: "sold",
  4: "blocked",
  5: "in_process",
} as const;
export type Availability = (typeof AVAILABILITY)[keyof typeof AVAILABILITY] | "unknown";

const unit = z
  .looseObject({
    idunidade: anything,
    idunidade_cv: anything,
    idunidade_int: maybeCode,
    nome: someText,
    unidade: someText,
    bloco: anything,
    situacao: objectOf(z.looseObject({ vendida: aFlag, situacao_mapa_disponibilidade: anything })),
  })
  .transform((read) => ({
    id: anId.parse(read.idunidade ?? read.idunidade_cv),
    code: read.idunidade_int,
    name: read.nome || read.unidade,
    blockName:
      typeof read.bloco === "string"
        ? read.bloco
        : read.bloco && typeof read.bloco === "object" && "nome" in read.bloco
          ? String(read.bloco.nome)
          : "",
    sold: read.situacao.vendida,
    availability: availabilityOf(read.situacao.situacao_mapa_disponibilidade),
  }));

/** A unit of a development and whether it can be sold. */
export type Unit = z.output<typeof unit>;

/** Finds units by id or internal code: one, none, or (a data error there that must not be guessed away) several. */
export async function findUnits(
  cv: CvClient,
  developmentId: number,
  idOrCode: number | string,
): Promise<Unit[]> {
  const body = await cv.call({
    method: "GET",
    path: `/api/v1/cadastros/empreendimentos/${developmentId}/unidades/${encodeURIComponent(idOrCode)}`,
    missing: [400, 404],
  });
  const bare =
    body && typeof body === "object" && ("idunidade" in body || "idunidade_cv" in body)
      ? [body]
      : readRows(body, ["unidades"]);
  return readShape(z.array(unit), bare, `CV ${cv.label}, unidades`);
}

function availabilityOf(value: unknown): Availability {
  const number = maybeId.parse(value);
  if (number !== null) return AVAILABILITY[number as keyof typeof AVAILABILITY] ?? "unknown";
  const text = typeof value === "string" ? value.toLowerCase() : "";
  return text.startsWith("dispon")
    ? "available"
    : text.startsWith("reserv")
      ? "reserved"
      : text.startsWith("vend")
        ? "sold"
        : text.startsWith("bloq")
          ? "blocked"
          : text.includes("processo")
            ? "in_process"
            : "unknown";
}
