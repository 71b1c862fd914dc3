import { and, eq, inArray, sql } from "drizzle-orm";
import type { Cents } from "@/lib/core/money.ts";
import type { Day } from "@/lib/core/period.ts";
import type { Queryable } from "../client.ts";
import { acceptedRecords } from "../schema/integrations.ts";

/** Whose account: one operation of one integration. */
export interface LedgerScope {
  organizationId: number;
  integrationId: number;
  operation: string;
}

/** One accepted record, as connectors declare it. */
export interface LedgerEntry {
  key: string;
  branchId: number;
  day: Day;
  register: string;
  kind: "sale" | "cancellation" | "return";
  amountCents: Cents;
}

/** Keys a statement takes at a time: far below the limit of parameters, large enough to be few round trips. */
const BATCH = 5_000;

/** Which of these keys the partner already accepted. */
export async function findAccepted(db: Queryable, scope: LedgerScope, keys: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let start = 0; start < keys.length; start += BATCH) {
    const rows = await db
      .select({ key: acceptedRecords.recordKey })
      .from(acceptedRecords)
      .where(and(ofScope(scope), inArray(acceptedRecords.recordKey, keys.slice(start, start + BATCH))));
    for (const { key } of rows) found.add(key);
  }
  return found;
}

/** Writes what the partner accepted; a key already there stays as it was first written. */
export async function recordAccepted(tx: Queryable, scope: LedgerScope & { taskId: number; fileId: number }, entries: readonly LedgerEntry[]): Promise<void> {
  for (let start = 0; start < entries.length; start += BATCH) {
    const rows = entries.slice(start, start + BATCH).map(({ key, ...entry }) => ({ ...scope, ...entry, recordKey: key }));
    await tx.insert(acceptedRecords).values(rows).onConflictDoNothing();
  }
}

export interface AcceptedTotal {
  register: string;
  kind: LedgerEntry["kind"];
  count: number;
  amountCents: Cents;
}

/** Sums of what was accepted of one branch and day, by register and kind, in that order. */
export function sumAccepted(db: Queryable, scope: LedgerScope, branchId: number, day: Day): Promise<AcceptedTotal[]> {
  return db
    .select({
      register: acceptedRecords.register,
      kind: acceptedRecords.kind,
      count: sql<number>`count(*)::int`,
      amountCents: sql<number>`sum(${acceptedRecords.amountCents})::float8`,
    })
    .from(acceptedRecords)
    .where(and(ofScope(scope), eq(acceptedRecords.branchId, branchId), eq(acceptedRecords.day, day)))
    .groupBy(acceptedRecords.register, acceptedRecords.kind)
    .orderBy(acceptedRecords.register, acceptedRecords.kind);
}

const ofScope = (scope: LedgerScope) => and(eq(acceptedRecords.organizationId, scope.organizationId), eq(acceptedRecords.integrationId, scope.integrationId), eq(acceptedRecords.operation, scope.operation));
