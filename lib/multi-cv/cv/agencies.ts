import { z } from "zod";
import {
  anId,
  anything,
  maybeCode,
  maybeFlag,
  readShape,
  someDocument,
  someText,
} from "../wire/tolerant-shapes.ts";
import { readRows } from "../wire/read-rows.ts";
import type { CvClient } from "./open-cv.ts";

const agency = z
  .looseObject({
    idimobiliaria: anId,
    cnpj: someDocument,
    codigointerno: maybeCode,
    idimobiliaria_int: maybeCode,
    nome: someText,
    ativo: maybeFlag,
    ativo_painel: maybeFlag,
    empreendimentos: anything,
  })
  .transform((read) => ({
    id: read.idimobiliaria,
    code: read.codigointerno ?? read.idimobiliaria_int,
    name: read.nome,
    document: read.cnpj,
    /** Not said = taken as active. */
    active: (read.ativo ?? read.ativo_painel ?? true) as boolean,
    /** Developments it may sell; null when the answer does not show them. */
    developmentIds: developmentIds(read.empreendimentos),
  }));

/** A real-estate agency ("imobiliária") of a tenant. */
export type Agency = z.output<typeof agency>;

/** Finds an agency by CNPJ (or id); null when there is none. */
export async function findAgency(
  cv: CvClient,
  documentOrId: string | number,
): Promise<Agency | null> {
  const body = await cv.call({
    method: "GET",
    path: `/api/v1/cadastros/imobiliarias/${encodeURIComponent(documentOrId)}`,
    missing: [400, 404],
  });
  const rows = readRows(body, ["imobiliarias", "imobiliaria"]);
  const [found = null] = readShape(z.array(agency), rows, `CV ${cv.label}, imobiliárias`);
  return found;
}

/** All agencies of a tenant, in one answer. */
export async function listAgencies(cv: CvClient): Promise<Agency[]> {
  const body = await cv.call({ method: "GET", path: "/api/v1/cadastros/imobiliarias" });
  return readShape(
    z.array(agency),
    readRows(body, ["imobiliarias"]),
    `CV ${cv.label}, imobiliárias`,
  );
}

/**
 * Registers or updates an agency by CNPJ. CV was seen to answer 200 to what it refused: read it
 * with `findAgency` afterwards.
 */
export async function saveAgency(
  cv: CvClient,
  { document, name, email, code }: { document: string; name: string; email: string; code?: string },
): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v1/cadastros/imobiliarias",
    idempotent: true,
    body: {
      cnpj: document,
      nome: name,
      razao_social: name,
      email,
      ativo_painel: "S",
      ...(code ? { idimobiliaria_int: code } : {}),
    },
  });
}

/** Lets an agency sell a development. */
export async function associateAgency(
  cv: CvClient,
  developmentId: number,
  agencyId: number,
): Promise<void> {
  await cv.call({
    method: "POST",
    path: "/api/v2/cadastros/empreendimentos/imobiliarias",
    idempotent: true,
    body: { idempreendimento: developmentId, idimobiliaria: agencyId },
  });
}

/** Ids out of a list of numbers or objects; null when there is no list. */
export function developmentIds(value: unknown): number[] | null {
  if (value === undefined || value === null) return null;
  const items = Array.isArray(value)
    ? value
    : typeof value === "object"
      ? Object.values(value)
      : [];
  return items.flatMap(
    (item) =>
      anId.safeParse(
        typeof item === "object" && item !== null
          ? (item as { idempreendimento?: unknown }).idempreendimento
          : item,
      ).data ?? [],
  );
}
