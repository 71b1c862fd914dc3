import { and, asc, eq, getTableColumns, inArray, ne, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import {
  controlledLines,
  controlledMovements,
  prescriptions,
} from "../../schema/partner-movements.ts";
import { insertRows, type RowOf } from "../insert-rows.ts";
import { writeJson } from "../../write-json.ts";

/** Identifies a prescription of a branch. */
interface BranchKey {
  branchId: number;
  key: string;
}

const json = (rows: readonly object[]) => sql`${writeJson(rows)}::text::json`;

/** Writes the prescriptions that are not there yet and says which. */
export function insertPrescriptions(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof prescriptions>>,
): Promise<BranchKey[]> {
  return insertRows(tx, prescriptions, rows, {
    onConflict: { key: ["organizationId", "branchId", "key"] },
    returning: ["branchId", "key"],
  });
}

/** A controlled movement with its lines, as it is written. */
type NewControlled = RowOf<typeof controlledMovements> & {
  lines: ReadonlyArray<Omit<RowOf<typeof controlledLines>, "organizationId" | "movementId">>;
};

/** Writes the controlled movements that are not there yet, with their lines, and says which. */
export async function insertControlled(
  tx: Queryable,
  rows: readonly NewControlled[],
): Promise<Array<BranchKey & { kind: string }>> {
  const fresh = await insertRows(tx, controlledMovements, rows, {
    onConflict: { key: ["organizationId", "branchId", "key", "kind"] },
    returning: ["organizationId", "id", "branchId", "key", "kind"],
  });
  const keyOf = (row: BranchKey & { kind: string }) => `${row.branchId}/${row.kind}/${row.key}`;
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  await insertRows(
    tx,
    controlledLines,
    fresh.flatMap((row) =>
      (byKey.get(keyOf(row))?.lines ?? []).map((line) => ({
        ...line,
        organizationId: row.organizationId,
        movementId: row.id,
      })),
    ),
  );
  return fresh;
}

/** Which of these keys stand for movements of more than one kind. */
export async function findAmbiguousKeys(
  db: Queryable,
  organizationId: number,
  keys: readonly BranchKey[],
): Promise<BranchKey[]> {
  if (keys.length === 0) return [];
  return db
    .select({ branchId: controlledMovements.branchId, key: controlledMovements.key })
    .from(controlledMovements)
    .where(
      and(
        eq(controlledMovements.organizationId, organizationId),
        ne(controlledMovements.kind, "cancellation"),
        sql`(${controlledMovements.branchId}, ${controlledMovements.key}) in (select k."branchId", k.key from json_to_recordset(${json(keys)}) as k("branchId" bigint, key text))`,
      ),
    )
    .groupBy(controlledMovements.branchId, controlledMovements.key)
    .having(sql`count(*) > 1`);
}

/** The stored prescriptions under these keys. */
export async function readPrescriptionsByKey(
  db: Queryable,
  organizationId: number,
  keys: readonly BranchKey[],
) {
  if (keys.length === 0) return [];
  return db
    .select()
    .from(prescriptions)
    .where(
      and(
        eq(prescriptions.organizationId, organizationId),
        sql`(${prescriptions.branchId}, ${prescriptions.key}) in (select k."branchId", k.key from json_to_recordset(${json(keys)}) as k("branchId" bigint, key text))`,
      ),
    );
}

/** The stored controlled movements under these keys, with their lines. */
export async function readControlledByKey(
  db: Queryable,
  organizationId: number,
  keys: ReadonlyArray<BranchKey & { kind: string }>,
) {
  if (keys.length === 0) return [];
  const wanted = sql`(${controlledMovements.branchId}, ${controlledMovements.key}, ${controlledMovements.kind}) in (select k."branchId", k.key, k.kind from json_to_recordset(${json(keys)}) as k("branchId" bigint, key text, kind text))`;
  const heads = await db
    .select()
    .from(controlledMovements)
    .where(and(eq(controlledMovements.organizationId, organizationId), wanted));
  if (heads.length === 0) return [];
  const {
    organizationId: _organization,
    movementId,
    ...columns
  } = getTableColumns(controlledLines);
  const lines = await db
    .select({ movementId, ...columns })
    .from(controlledLines)
    .where(
      and(
        eq(controlledLines.organizationId, organizationId),
        inArray(
          controlledLines.movementId,
          heads.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(asc(controlledLines.movementId), asc(controlledLines.lineNumber));
  return heads.map((head) => ({
    ...head,
    lines: lines
      .filter((line) => line.movementId === head.id)
      .map(({ movementId: _movement, ...line }) => line),
  }));
}
