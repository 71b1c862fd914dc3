/** What became of a document, in the order they were given. */
export interface SaveOutcome {
  status: "accepted" | "duplicate" | "refused";
  code?: string;
  reason?: string;
  /** Accepted, and the person should know something about it. */
  note?: { code: string; reason: string };
}

/** Where documents are written: one organization, one import. */
export interface SaveScope {
  organizationId: number;
  /** null for a call that is no import. */
  importId: number | null;
  timeZone: string;
}

/** A document and its place in the batch. */
export interface Indexed<Document> {
  document: Document;
  index: number;
}

/** It was here already, the same. */
export const DUPLICATE: SaveOutcome = {
  status: "duplicate",
  code: "duplicate",
  reason:
    "Este documento já foi recebido antes, com o mesmo conteúdo. Nada foi contado duas vezes.",
};

/** Something else was here already under its key. */
export const CONFLICT: SaveOutcome = {
  status: "refused",
  code: "conflict",
  reason:
    "Já existe um documento com esta chave e outro conteúdo. O documento já recebido não é alterado. Cancele-o ou corrija a chave na origem.",
};

/** The first document of each key: what a batch repeats is written once. */
export function firstOfEach<Document>(
  items: readonly Indexed<Document>[],
  keyOf: (document: Document) => string,
): Map<string, Indexed<Document>> {
  const first = new Map<string, Indexed<Document>>();
  for (const item of items)
    if (!first.has(keyOf(item.document))) first.set(keyOf(item.document), item);
  return first;
}
