import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { purchaseLines, purchases } from "../../schema/purchases.ts";
import { insertRows, listColumns, type RowOf } from "../insert-rows.ts";
import type { CancellationOutcome, CancellationRow, SaleKey } from "./movement-keys.ts";
import { writeJson } from "../../write-json.ts";

/** Columns of child rows travel as JSON, so that a batch is one statement however many rows it has. */
const json = (rows: readonly object[]) => sql`${writeJson(rows)}::text::json`;

/** Writes the purchases that are not there yet and says which. */
export function insertPurchases(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof purchases>>,
): Promise<(SaleKey & { id: number })[]> {
  return insertRows(tx, purchases, rows, {
    onConflict: { key: ["organizationId", "branchId", "documentKey", "kind"] },
    returning: ["id", "branchId", "documentKey", "kind"],
  });
}

/** Lines of purchases just written. */
export async function insertPurchaseLines(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof purchaseLines>>,
): Promise<void> {
  await insertRows(tx, purchaseLines, rows);
}

/** What a cancellation takes over from the purchase it undoes. */
const OWN = [
  "organizationId",
  "id",
  "kind",
  "originalKey",
  "issuedAt",
  "day",
  "importId",
  "writtenBy",
  "createdAt",
] as const;
const OF_PURCHASE = ["organizationId", "purchaseId"] as const;
const copied = {
  purchase: listColumns(purchases, OWN),
  line: listColumns(purchaseLines, OF_PURCHASE),
  lineOf: listColumns(purchaseLines, OF_PURCHASE, "l"),
};

/**
 * Writes, for each cancellation whose purchase (or return to a supplier) is known, a movement of
 * its own with its lines.
 */
export async function cancelPurchases(
  tx: Queryable,
  organizationId: number,
  importId: number | null,
  timeZone: string,
  rows: readonly CancellationRow[],
): Promise<Map<string, CancellationOutcome>> {
  const found = await tx.execute<{ waiting_key: string; cancellation_id: string | null }>(sql`
    with wanted as (
      select distinct on (r."waitingKey") r.* from json_to_recordset(${json(rows)}) as r("waitingKey" text, "documentKey" text, "branchId" bigint, "cancelledAt" timestamptz)
    ), matched as (
      select distinct on (p.branch_id, p.document_key) w."waitingKey" as waiting_key, w."cancelledAt" as cancelled_at, p.*
        from wanted w join purchases p on p.organization_id = ${organizationId} and p.document_key = w."documentKey" and p.kind <> 'cancellation' and (w."branchId" is null or p.branch_id = w."branchId")
       order by p.branch_id, p.document_key, p.kind
    ), written as (
      insert into purchases (organization_id, kind, original_key, issued_at, day, import_id, ${copied.purchase})
      select organization_id, 'cancellation', document_key, cancelled_at, (cancelled_at at time zone ${timeZone})::date, ${importId}::bigint, ${copied.purchase}
        from matched order by branch_id, document_key
      on conflict (organization_id, branch_id, document_key, kind) do nothing
      returning id, branch_id, document_key
    ), lines as (
      insert into purchase_lines (organization_id, purchase_id, ${copied.line})
      select l.organization_id, w.id, ${copied.lineOf}
        from written w join matched m on m.branch_id = w.branch_id and m.document_key = w.document_key join purchase_lines l on l.organization_id = m.organization_id and l.purchase_id = m.id
    )
    select m.waiting_key, w.id as cancellation_id from matched m left join written w on w.branch_id = m.branch_id and w.document_key = m.document_key`);
  return new Map(
    found.map((row) => [row.waiting_key, row.cancellation_id === null ? "known" : "applied"]),
  );
}
