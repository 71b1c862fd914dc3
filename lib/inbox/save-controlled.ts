import {
  findAmbiguousKeys,
  insertControlled,
  insertPrescriptions,
  readControlledByKey,
  readPrescriptionsByKey,
} from "@/db/queries/movements/controlled-write.ts";
import type { Transaction } from "@/db/client.ts";
import type {
  ControlledDocument,
  ControlledRow,
  PrescriptionDocument,
  PrescriptionRow,
} from "./document.ts";
import {
  CONFLICT,
  DUPLICATE,
  type Indexed,
  type SaveOutcome,
  type SaveScope,
} from "./save-outcome.ts";

const of = ({ organizationId, importId }: SaveScope) => ({ organizationId, importId });

/** Writes prescriptions that are not there yet; one under a known key must be the same. */
export async function savePrescriptions(
  tx: Transaction,
  scope: SaveScope,
  documents: readonly Indexed<PrescriptionDocument>[],
  outcomes: SaveOutcome[],
): Promise<void> {
  const keyOf = (row: Pick<PrescriptionRow, "branchId" | "key">) => `${row.branchId}/${row.key}`;
  const { first, fresh } = await writeFirst(documents, keyOf, (rows) =>
    insertPrescriptions(
      tx,
      rows.map((row) => ({ ...row, ...of(scope) })),
    ),
  );
  const repeated = documents.filter(
    (one) => !fresh.has(keyOf(one.document.row)) || first.get(keyOf(one.document.row)) !== one,
  );
  const known = new Map(
    (
      await readPrescriptionsByKey(
        tx,
        scope.organizationId,
        repeated.map(({ document: { row } }) => row),
      )
    ).map((row) => [keyOf(row), row]),
  );
  for (const { document, index } of repeated)
    outcomes[index] = same(known.get(keyOf(document.row)), document.row) ? DUPLICATE : CONFLICT;
}

/**
 * It names a key that is a sale's and a loss's, say, and not which of them: undoing the wrong one
 * would falsify a legal book.
 */
const AMBIGUOUS: SaveOutcome = {
  status: "refused",
  code: "ambiguous",
  reason:
    "Há mais de um movimento com este movimentoOriginal, de tipos diferentes. Informe em tipoOriginal qual deles é cancelado.",
};

/**
 * Writes movements of controlled products that are not there yet; one under a known key must be the
 * same. A cancellation is told apart after all that it may undo is written.
 */
export async function saveControlled(
  tx: Transaction,
  scope: SaveScope,
  documents: readonly Indexed<ControlledDocument>[],
  outcomes: SaveOutcome[],
): Promise<void> {
  const isVague = ({ document: { row } }: Indexed<ControlledDocument>) =>
    row.kind === "cancellation" && row.originalKind === "";
  await saveBook(
    tx,
    scope,
    documents.filter((one) => !isVague(one)),
    outcomes,
  );
  const vague = documents.filter(isVague);
  const nameOf = (row: { branchId: number; key: string }) => `${row.branchId}/${row.key}`;
  // One that was kept before its key became ambiguous stays what it was: a repeat of it is a repeat.
  const kept = new Set(
    (
      await readControlledByKey(
        tx,
        scope.organizationId,
        vague.map(({ document: { row } }) => row),
      )
    ).map(nameOf),
  );
  const fresh = vague.filter(({ document: { row } }) => !kept.has(nameOf(row)));
  const ambiguous = new Set(
    (
      await findAmbiguousKeys(
        tx,
        scope.organizationId,
        fresh.map(({ document: { row } }) => ({ branchId: row.branchId, key: row.originalKey })),
      )
    ).map(nameOf),
  );
  const isAmbiguous = ({ document: { row } }: Indexed<ControlledDocument>) =>
    !kept.has(nameOf(row)) &&
    ambiguous.has(nameOf({ branchId: row.branchId, key: row.originalKey }));
  for (const { index } of vague.filter(isAmbiguous)) outcomes[index] = AMBIGUOUS;
  await saveBook(
    tx,
    scope,
    vague.filter((one) => !isAmbiguous(one)),
    outcomes,
  );
}

async function saveBook(
  tx: Transaction,
  scope: SaveScope,
  documents: readonly Indexed<ControlledDocument>[],
  outcomes: SaveOutcome[],
): Promise<void> {
  const keyOf = (row: Pick<ControlledRow, "branchId" | "key" | "kind">) =>
    `${row.branchId}/${row.kind}/${row.key}`;
  const { first, fresh } = await writeFirst(documents, keyOf, (rows) =>
    insertControlled(
      tx,
      rows.map((row) => ({ ...row, ...of(scope) })),
    ),
  );
  const repeated = documents.filter(
    (one) => !fresh.has(keyOf(one.document.row)) || first.get(keyOf(one.document.row)) !== one,
  );
  const known = new Map(
    (
      await readControlledByKey(
        tx,
        scope.organizationId,
        repeated.map(({ document: { row } }) => row),
      )
    ).map((row) => [keyOf(row), row]),
  );
  for (const { document, index } of repeated)
    outcomes[index] = same(known.get(keyOf(document.row)), document.row) ? DUPLICATE : CONFLICT;
}

/** Writes the first of each key; `fresh` are the keys that were not there before. */
async function writeFirst<Row extends object>(
  documents: readonly Indexed<{ row: Row }>[],
  keyOf: (row: Row) => string,
  write: (rows: Row[]) => Promise<Array<{ branchId: number; key: string }>>,
): Promise<{ first: Map<string, Indexed<{ row: Row }>>; fresh: Set<string> }> {
  const first = new Map<string, Indexed<{ row: Row }>>();
  for (const one of documents)
    if (!first.has(keyOf(one.document.row))) first.set(keyOf(one.document.row), one);
  const written = await write([...first.values()].map(({ document }) => document.row));
  return { first, fresh: new Set(written.map((row) => keyOf(row as unknown as Row))) };
}

/** Whether what is stored says the same as what arrived, field by field of what arrived. */
function same(stored: object | undefined, arrived: object): boolean {
  return (
    stored !== undefined &&
    Object.entries(arrived).every(
      ([field, value]) =>
        JSON.stringify((stored as Record<string, unknown>)[field]) === JSON.stringify(value),
    )
  );
}
