import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { saleLines, salePayments, sales } from "../../schema/sales.ts";
import { insertRows, listColumns, type RowOf } from "../insert-rows.ts";
import type { CancellationOutcome, CancellationRow, SaleKey } from "./movement-keys.ts";
import { cancelPurchases } from "./purchases-write.ts";
import { writeJson } from "../../write-json.ts";

/** Columns of child rows travel as JSON, so that a batch is one statement however many rows it has. */
const json = (rows: readonly object[]) => sql`${writeJson(rows)}::text::json`;

/**
 * What changes other movements (a cancellation, the prescription of a controlled sale) and what it
 * changes must not pass each other unseen: batches with one write alone in their organization, the
 * others side by side. Held until the transaction ends.
 */
export async function lockMovements(
  tx: Queryable,
  organizationId: number,
  alone: boolean,
): Promise<void> {
  const key = sql`hashtextextended(${`movements:${organizationId}`}, 0)`;
  await tx.execute(
    alone
      ? sql`select pg_advisory_xact_lock(${key})`
      : sql`select pg_advisory_xact_lock_shared(${key})`,
  );
}

/** Writes the sales that are not there yet and says which. */
export function insertSales(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof sales>>,
): Promise<(SaleKey & { id: number })[]> {
  return insertRows(tx, sales, rows, {
    onConflict: { key: ["organizationId", "branchId", "documentKey", "kind"] },
    returning: ["id", "branchId", "documentKey", "kind"],
  });
}

/** Lines of sales just written. */
export async function insertSaleLines(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof saleLines>>,
): Promise<void> {
  await insertRows(tx, saleLines, rows);
}

/** Payments of sales just written. */
export async function insertSalePayments(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof salePayments>>,
): Promise<void> {
  await insertRows(tx, salePayments, rows);
}

/** What a cancellation takes over from the sale it undoes: every column but those that make it another one. */
const OWN = [
  "organizationId",
  "id",
  "kind",
  "originalKey",
  "soldAt",
  "day",
  "importId",
  "writtenBy",
  "createdAt",
] as const;
const OF_SALE = ["organizationId", "saleId"] as const;
const copied = {
  sale: listColumns(sales, OWN),
  line: listColumns(saleLines, OF_SALE),
  lineOf: listColumns(saleLines, OF_SALE, "l"),
  payment: listColumns(salePayments, OF_SALE),
  paymentOf: listColumns(salePayments, OF_SALE, "p"),
};

/**
 * Writes, for each cancellation whose sale is known, a movement of its own with the sale's totals, lines and
 * payments; a purchase's is written in the same way. Keys that are missing in the answer found no document yet.
 */
export async function applyCancellations(
  tx: Queryable,
  organizationId: number,
  importId: number | null,
  timeZone: string,
  rows: readonly CancellationRow[],
): Promise<Map<string, CancellationOutcome>> {
  const outcome = new Map<string, CancellationOutcome>();
  if (rows.length === 0) return outcome;
  const found = await tx.execute<{
    waiting_key: string;
    kind: string;
    cancellation_id: string | null;
  }>(sql`
    with wanted as (
      select distinct on (r."waitingKey") r.* from json_to_recordset(${json(rows)}) as r("waitingKey" text, "documentKey" text, "branchId" bigint, "cancelledAt" timestamptz)
    ), matched as (
      select distinct on (s.branch_id, s.document_key) w."waitingKey" as waiting_key, w."cancelledAt" as cancelled_at, s.*
        from wanted w join sales s on s.organization_id = ${organizationId} and s.document_key = w."documentKey" and s.kind <> 'cancellation' and (w."branchId" is null or s.branch_id = w."branchId")
       order by s.branch_id, s.document_key, s.kind desc
    ), written as (
      insert into sales (organization_id, kind, original_key, sold_at, day, import_id, ${copied.sale})
      select organization_id, 'cancellation', document_key, cancelled_at, (cancelled_at at time zone ${timeZone})::date, ${importId}::bigint, ${copied.sale}
        from matched where kind = 'sale' order by branch_id, document_key
      on conflict (organization_id, branch_id, document_key, kind) do nothing
      returning id, branch_id, document_key
    ), lines as (
      insert into sale_lines (organization_id, sale_id, ${copied.line})
      select l.organization_id, w.id, ${copied.lineOf}
        from written w join matched m on m.branch_id = w.branch_id and m.document_key = w.document_key join sale_lines l on l.organization_id = m.organization_id and l.sale_id = m.id
    ), payments as (
      insert into sale_payments (organization_id, sale_id, ${copied.payment})
      select p.organization_id, w.id, ${copied.paymentOf}
        from written w join matched m on m.branch_id = w.branch_id and m.document_key = w.document_key join sale_payments p on p.organization_id = m.organization_id and p.sale_id = m.id
    )
    select m.waiting_key, m.kind, w.id as cancellation_id from matched m left join written w on w.branch_id = m.branch_id and w.document_key = m.document_key`);
  for (const row of found)
    outcome.set(
      row.waiting_key,
      row.kind === "return" ? "return" : row.cancellation_id === null ? "known" : "applied",
    );
  for (const [key, result] of await cancelPurchases(tx, organizationId, importId, timeZone, rows))
    outcome.set(key, result);
  return outcome;
}

/** Keeps cancellations until their document arrives; says which were kept already. */
export async function insertCancellations(
  tx: Queryable,
  organizationId: number,
  importId: number | null,
  rows: readonly CancellationRow[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const kept = await tx.execute<{ document_key: string }>(sql`
    insert into waiting_cancellations (organization_id, document_key, protocol, cancelled_at, import_id)
    select ${organizationId}, r."waitingKey", r.protocol, r."cancelledAt", ${importId}::bigint
      from json_to_recordset(${json(rows)}) as r("waitingKey" text, protocol text, "cancelledAt" timestamptz) order by 2
    on conflict do nothing returning document_key`);
  const fresh = new Set(kept.map((row) => row.document_key));
  return new Set(rows.map((row) => row.waitingKey).filter((key) => !fresh.has(key)));
}

/** Forgets cancellations that waited since before `cutoff` for a document of somebody who is no branch. */
export async function removeForeignCancellations(db: Queryable, cutoff: Date): Promise<void> {
  await db.execute(sql`
    delete from waiting_cancellations w
     where w.cancelled_at < ${cutoff.toISOString()}::timestamptz
       and w.document_key ~ '^[0-9A-Z]{44}$'
       and not exists (select from imports i where i.organization_id = w.organization_id and i.id = w.import_id and i.created_at >= ${cutoff.toISOString()}::timestamptz)
       and not exists (select from branches b where b.organization_id = w.organization_id and b.cnpj = substr(w.document_key, 7, 14))`);
}

/** Takes the waiting cancellations of these keys off the list. */
export async function claimWaitingCancellations(
  tx: Queryable,
  organizationId: number,
  keys: readonly string[],
): Promise<{ waitingKey: string; protocol: string; cancelledAt: string }[]> {
  if (keys.length === 0) return [];
  const taken = await tx.execute<{
    document_key: string;
    protocol: string;
    cancelled_at: string | Date;
  }>(sql`
    delete from waiting_cancellations where organization_id = ${organizationId} and document_key in (select json_array_elements_text(${json(keys as unknown as object[])}))
    returning document_key, protocol, cancelled_at`);
  return taken.map((row) => ({
    waitingKey: row.document_key,
    protocol: row.protocol,
    cancelledAt: new Date(row.cancelled_at).toISOString(),
  }));
}
