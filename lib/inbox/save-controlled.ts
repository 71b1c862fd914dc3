import { insertControlled, insertPrescriptions, readControlledByKey, readPrescriptionsByKey } from "@/db/queries/controlled-write.ts";
import type { Transaction } from "@/db/client.ts";
import type { ControlledDocument, ControlledRow, PrescriptionDocument, PrescriptionRow } from "./document.ts";
import { CONFLICT, DUPLICATE, type Indexed, type SaveOutcome, type SaveScope } from "./save-outcome.ts";

/** Writes prescriptions that are not there yet; one under a known key must be the same. */
export async function savePrescriptions(tx: Transaction, scope: SaveScope, documents: readonly Indexed<PrescriptionDocument>[], outcomes: SaveOutcome[]): Promise<void> {
  const keyOf = (row: Pick<PrescriptionRow, "branchId" | "key">) => `${row.branchId}/${row.key}`;
  const { first, fresh } = await writeFirst(documents, keyOf, (rows) => insertPrescriptions(tx, scope.organizationId, scope.importId, rows));
  const repeated = documents.filter((one) => !fresh.has(keyOf(one.document.row)) || first.get(keyOf(one.document.row)) !== one);
  const known = new Map((await readPrescriptionsByKey(tx, scope.organizationId, repeated.map(({ document: { row } }) => row))).map((row) => [keyOf(row), row]));
  for (const { document, index } of repeated) outcomes[index] = same(known.get(keyOf(document.row)), document.row) ? DUPLICATE : CONFLICT;
}

/** Writes movements of controlled products that are not there yet; one under a known key must be the same. */
export async function saveControlled(tx: Transaction, scope: SaveScope, documents: readonly Indexed<ControlledDocument>[], outcomes: SaveOutcome[]): Promise<void> {
  const keyOf = (row: Pick<ControlledRow, "branchId" | "key" | "kind">) => `${row.branchId}/${row.kind}/${row.key}`;
  const { first, fresh } = await writeFirst(documents, keyOf, (rows) => insertControlled(tx, scope.organizationId, scope.importId, rows));
  const repeated = documents.filter((one) => !fresh.has(keyOf(one.document.row)) || first.get(keyOf(one.document.row)) !== one);
  const known = new Map((await readControlledByKey(tx, scope.organizationId, repeated.map(({ document: { row } }) => row))).map((row) => [keyOf(row), row]));
  for (const { document, index } of repeated) outcomes[index] = same(known.get(keyOf(document.row)), document.row) ? DUPLICATE : CONFLICT;
}

/** Writes the first of each key; `fresh` are the keys that were not there before. */
async function writeFirst<Row extends object>(documents: readonly Indexed<{ row: Row }>[], keyOf: (row: Row) => string, write: (rows: Row[]) => Promise<Array<{ branchId: number; key: string }>>): Promise<{ first: Map<string, Indexed<{ row: Row }>>; fresh: Set<string> }> {
  const first = new Map<string, Indexed<{ row: Row }>>();
  for (const one of documents) if (!first.has(keyOf(one.document.row))) first.set(keyOf(one.document.row), one);
  const written = await write([...first.values()].map(({ document }) => document.row));
  return { first, fresh: new Set(written.map((row) => keyOf(row as unknown as Row))) };
}

/** Whether what is stored says the same as what arrived, field by field of what arrived. */
function same(stored: object | undefined, arrived: object): boolean {
  return stored !== undefined && Object.entries(arrived).every(([field, value]) => JSON.stringify((stored as Record<string, unknown>)[field]) === JSON.stringify(value));
}
