import { and, eq, sql } from "drizzle-orm";
import type { Cents } from "@/lib/core/money.ts";
import type { Day } from "@/lib/core/period.ts";
import type { Queryable } from "../../client.ts";
import { acceptedRecords } from "../../schema/exchanges.ts";
import { insertRows } from "../insert-rows.ts";
import { writeJson } from "../../write-json.ts";

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
  kind: "sale" | "cancellation" | "return" | "document";
  amountCents: Cents;
}

/** Which of these keys the partner already accepted. */
export async function findAccepted(
  db: Queryable,
  scope: LedgerScope,
  keys: readonly string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  // One parameter however many keys: a parameter each is slow to build and ends at 65,535.
  const rows = await db
    .select({ key: acceptedRecords.recordKey })
    .from(acceptedRecords)
    .where(
      and(
        ofScope(scope),
        sql`${acceptedRecords.recordKey} in (select jsonb_array_elements_text(${writeJson(keys)}::text::jsonb))`,
      ),
    );
  return new Set(rows.map(({ key }) => key));
}

/** Writes what the partner accepted; a key already there stays as it was first written. */
export async function recordAccepted(
  tx: Queryable,
  scope: LedgerScope & { taskId: number; fileId: number },
  entries: readonly LedgerEntry[],
): Promise<void> {
  await insertRows(
    tx,
    acceptedRecords,
    entries.map(({ key, ...entry }) => ({ ...scope, ...entry, recordKey: key })),
    { onConflict: { key: ["organizationId", "integrationId", "operation", "recordKey"] } },
  );
}

const REMOVED_AT_ONCE = 10_000;

/**
 * Forgets what was accepted before `accepted` of a day before `day`, a batch at a time; returns how
 * many rows went. A batch is a statement of its own, so that a night that is cut off is not lost.
 */
export async function removeOldAccepted(
  db: Queryable,
  before: { accepted: Date; day: Day },
): Promise<number> {
  const removed = await db.execute(sql`
    delete from accepted_records where ctid = any(array(
      select ctid from accepted_records
       where accepted_at < ${before.accepted.toISOString()}::timestamptz and day < ${before.day}::date
       limit ${REMOVED_AT_ONCE}))`);
  return removed.count;
}

export interface AcceptedTotal {
  register: string;
  kind: LedgerEntry["kind"];
  count: number;
  amountCents: Cents;
}

/** Sums of what was accepted of one branch and day, by register and kind, in that order. */
export function sumAccepted(
  db: Queryable,
  scope: LedgerScope,
  branchId: number,
  day: Day,
): Promise<AcceptedTotal[]> {
  return db
    .select({
      register: acceptedRecords.register,
      kind: acceptedRecords.kind,
      count: sql<number>`count(*)::int`,
      amountCents: sql<number>`sum(${acceptedRecords.amountCents})::float8`,
    })
    .from(acceptedRecords)
    .where(
      and(ofScope(scope), eq(acceptedRecords.branchId, branchId), eq(acceptedRecords.day, day)),
    )
    .groupBy(acceptedRecords.register, acceptedRecords.kind)
    .orderBy(acceptedRecords.register, acceptedRecords.kind);
}

const ofScope = (scope: LedgerScope) =>
  and(
    eq(acceptedRecords.organizationId, scope.organizationId),
    eq(acceptedRecords.integrationId, scope.integrationId),
    eq(acceptedRecords.operation, scope.operation),
  );
