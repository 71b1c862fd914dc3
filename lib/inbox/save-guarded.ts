import type { Transaction } from "@/db/client.ts";
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
  try {
    return await tx.transaction((inner) => saveDocuments(inner, scope, documents));
  } catch (error) {
    if (!isDataError(error)) throw error;
    if (documents.length === 1) return [UNSTORABLE];
    const half = Math.ceil(documents.length / 2);
    return [
      ...(await saveGuarded(tx, scope, documents.slice(0, half))),
      ...(await saveGuarded(tx, scope, documents.slice(half))),
    ];
  }
}
