import type { Transaction } from "@/db/client.ts";
import { lockMovements } from "@/db/queries/movements/movements-write.ts";
import { isDataError } from "@/lib/core/data-error.ts";
import type { InboxDocument } from "./document.ts";
import { saveDocuments } from "./save-documents.ts";
import type { SaveOutcome, SaveScope } from "./save-outcome.ts";

/** The database cannot hold one of its values. */
const UNSTORABLE: SaveOutcome = {
  status: "refused",
  code: "unstorable",
  reason:
    "O documento traz um texto, um número ou uma data que o Enlace não consegue guardar. Corrija-o na origem e envie-o novamente.",
};

/**
 * {@link saveDocuments}, where a document that the database cannot hold costs nobody but itself: the
 * batch is halved until it stands alone.
 */
export async function saveGuarded(
  tx: Transaction,
  scope: SaveScope,
  documents: readonly InboxDocument[],
): Promise<SaveOutcome[]> {
  // Once for the whole batch: a half that found it needs more than the half before it would wait for
  // another batch that does the same, and neither would end.
  if (documents.some(isMovement))
    await lockMovements(tx, scope.organizationId, documents.some(changesOthers));
  return saveByHalves(tx, scope, documents);
}

const isMovement = ({ type }: InboxDocument) =>
  type === "sale" ||
  type === "purchase" ||
  type === "controlled" ||
  type === "prescription" ||
  type === "cancellation";

/** It changes movements that are there, or that are just being written: it must see each of them. */
const changesOthers = (document: InboxDocument) =>
  document.type === "cancellation" ||
  document.type === "prescription" ||
  (document.type === "controlled" && document.row.kind === "cancellation");

async function saveByHalves(
  tx: Transaction,
  scope: SaveScope,
  documents: readonly InboxDocument[],
): Promise<SaveOutcome[]> {
  try {
    return await tx.transaction((inner) => saveDocuments(inner, scope, documents));
  } catch (error) {
    if (!isDataError(error)) throw error;
    if (documents.length === 1) return [UNSTORABLE];
    const half = Math.ceil(documents.length / 2);
    return [
      ...(await saveByHalves(tx, scope, documents.slice(0, half))),
      ...(await saveByHalves(tx, scope, documents.slice(half))),
    ];
  }
}
