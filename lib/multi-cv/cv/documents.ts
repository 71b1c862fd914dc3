import { z } from "zod";
import { maybeId, anId, readShape, someText } from "../wire/tolerant-shapes.ts";
import { findId } from "./find-id.ts";
import type { CvClient } from "./open-cv.ts";

const UPLOAD_SECONDS = 120;

const document = z
  .looseObject({
    idreservasdocumentos: anId,
    nome: someText,
    situacao: someText,
    idtipo: maybeId,
    tipo: someText,
    idtipo_associacao: maybeId,
    link: someText,
  })
  .transform((read) => ({
    id: read.idreservasdocumentos,
    name: read.nome,
    situation: read.situacao,
    typeId: read.idtipo,
    typeName: read.tipo,
    associationTypeId: read.idtipo_associacao,
    link: read.link,
  }));

/** A document of a reservation, and whose it is as CV groups them (a label of a person or of a type). */
export type ReservationDocument = z.output<typeof document> & { owner: string };

/** Lists the documents of a reservation; none when CV knows none. */
export async function listDocuments(
  cv: CvClient,
  reservationId: number,
): Promise<ReservationDocument[]> {
  const body = await cv.call({
    method: "GET",
    path: `/api/v1/comercial/reservas/${reservationId}/documentos`,
    missing: [404],
  });
  const held = under(under(body, "dados"), "documentos");
  return collectRows(held, "").map(({ row, owner }) => ({
    ...readShape(document, row, `CV ${cv.label}, documentos`),
    owner,
  }));
}

/**
 * Rows below a group's label: captured as a map of lists, published as a list of such maps. What stands
 * in a list and has no group below it is a row, whole or not.
 */
function collectRows(held: unknown, owner: string): Array<{ row: unknown; owner: string }> {
  if (Array.isArray(held))
    return held.flatMap((one: unknown) =>
      isGroup(one) ? collectRows(one, owner) : [{ row: one, owner }],
    );
  if (typeof held !== "object" || held === null) return [];
  if (!isGroup(held)) return [{ row: held, owner }];
  return Object.entries(held).flatMap(([label, below]) =>
    collectRows(below, /^\d+$/.test(label) ? owner : label),
  );
}

function isGroup(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !("idreservasdocumentos" in value) &&
    Object.values(value).every((held) => typeof held === "object" && held !== null)
  );
}

/**
 * The content under a key; the value itself when it has none (some accounts leave layers out), the
 * first of a list of one.
 */
function under(value: unknown, key: string): unknown {
  const one =
    Array.isArray(value) &&
    value.length === 1 &&
    value[0] &&
    typeof value[0] === "object" &&
    key in value[0]
      ? value[0]
      : value;
  return one && typeof one === "object" && key in one ? (one as Record<string, unknown>)[key] : one;
}

/** A document on its way into a reservation. */
export interface NewDocument {
  typeId: number;
  associationTypeId?: number | null;
  bytes: Uint8Array;
}

/**
 * Attaches a document. `id: null` = CV said "sucesso" and may have stored nothing: list again and compare
 * before calling it done.
 */
export async function addDocument(
  cv: CvClient,
  reservationId: number,
  { typeId, associationTypeId, bytes }: NewDocument,
): Promise<{ id: number | null }> {
  const body = await cv.call({
    method: "POST",
    path: "/api/v1/comercial/reservas/documentos",
    timeoutSeconds: UPLOAD_SECONDS,
    body: {
      idreserva: reservationId,
      idtipo: typeId,
      ...(associationTypeId ? { idtipo_associacao: String(associationTypeId) } : {}),
      documento_base64: Buffer.from(bytes).toString("base64"),
    },
  });
  return { id: findId(body, ["idreservasdocumentos", "iddocumento", "id"]) };
}
