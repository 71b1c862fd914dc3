import { z } from "zod";
import { aFlag, anId, maybeCode, maybeFlag, readShape, someText } from "../wire/tolerant-shapes.ts";
import { readAllPages } from "../wire/walk-pages.ts";
import type { CvClient } from "./open-cv.ts";

const PAGE = 500;

const byPage = (page: number) => ({ pagina: page, registros_por_pagina: PAGE });

/** Types of documents are published in groups ({tipos: […]}), and captured as bare rows. */
function unfold(row: unknown): unknown[] {
  const tipos = typeof row === "object" && row !== null && "tipos" in row ? row.tipos : undefined;
  return Array.isArray(tipos) ? (tipos as unknown[]) : [row];
}

/** Reads a whole catalogue: small, and numbered differently in each tenant. */
async function readCatalogue<Shape extends z.ZodType>(
  cv: CvClient,
  path: string,
  shape: Shape,
  what: string,
  names: string[] = [],
  paging: (page: number) => Record<string, number> = byPage,
): Promise<z.output<Shape>[]> {
  const rows = await readAllPages({
    size: PAGE,
    names,
    fetch: ({ page }) => cv.call({ method: "GET", path, query: paging(page) }),
  });
  return readShape(z.array(shape), rows.flatMap(unfold), `CV ${cv.label}, ${what}`);
}

const indexer = z
  .object({ idindexador: anId, idindexador_int: maybeCode, nome: someText })
  .transform((read) => ({ id: read.idindexador, code: read.idindexador_int, name: read.nome }));
export type Indexer = z.output<typeof indexer>;

/** Indexers of payment conditions (INCC, IGP-M). */
export async function listIndexers(cv: CvClient): Promise<Indexer[]> {
  return readCatalogue(
    cv,
    "/api/v1/configuracoes/indexador",
    indexer,
    "indexadores",
    ["indexadores"],
    // Alone among the lists.
    (page) => ({ pag: page, limitePagina: PAGE }),
  );
}

const saleType = z
  .object({ idtipovenda: anId, nome: someText })
  .transform((read) => ({ id: read.idtipovenda, name: read.nome }));
export type SaleType = z.output<typeof saleType>;

/** Types of sale. A v3 route: 405 or 404 in tenants without v3. Assumption A17. */
export async function listSaleTypes(cv: CvClient): Promise<SaleType[]> {
  return readCatalogue(cv, "/api/v3/comercial/tipos-venda", saleType, "tipos de venda", [
    "tiposVenda",
  ]);
}

const associationType = z
  .object({ idtipo: anId, nome: someText, conjuge: aFlag, avalista: aFlag })
  .transform((read) => ({
    id: read.idtipo,
    name: read.nome,
    spouse: read.conjuge,
    guarantor: read.avalista,
  }));
export type AssociationType = z.output<typeof associationType>;

/** In what capacity a person is joined to a reservation: spouse, guarantor … */
export async function listAssociationTypes(cv: CvClient): Promise<AssociationType[]> {
  return readCatalogue(
    cv,
    "/api/v1/cadastros/tipos-associacoes",
    associationType,
    "tipos de associação",
    ["tipos"],
  );
}

const documentType = z
  .object({
    idtipo: anId,
    nome: someText,
    tipo_pessoa: someText,
    funcionalidade: someText,
    obrigatorio: aFlag,
    contrato: maybeFlag,
  })
  .transform((read) => ({
    id: read.idtipo,
    name: read.nome,
    personKind: read.tipo_pessoa,
    area: read.funcionalidade,
    required: read.obrigatorio,
    contract: read.contrato ?? false,
  }));
export type DocumentType = z.output<typeof documentType>;

/** Types of documents that can be attached. */
export async function listDocumentTypes(cv: CvClient): Promise<DocumentType[]> {
  return readCatalogue(
    cv,
    "/api/v1/configuracoes/tipos-arquivos",
    documentType,
    "tipos de documento",
    ["tipos"],
  );
}
