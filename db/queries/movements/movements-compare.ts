import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import type { CancellationRow, SaleKey } from "./movement-keys.ts";
import { writeJson } from "../../write-json.ts";

/** What of a written sale can be compared with one that arrives under the same key. */
export interface WrittenSale extends SaleKey {
  originalKey: string;
  totalCents: number;
  soldAt: Date;
  lines: {
    productCode: string;
    ean: string;
    quantity: number;
    unitPriceCents: number;
    netCents: number;
    msRegistration: string;
    lot: string;
    prescriptionKey: string;
  }[];
  payments: { method: string; amountCents: number }[];
}

/** Reads sales by key with what makes them the same or another sale. */
export async function readSalesByKey(
  db: Queryable,
  organizationId: number,
  keys: readonly SaleKey[],
): Promise<WrittenSale[]> {
  if (keys.length === 0) return [];
  const rows = await db.execute<{
    branch_id: string;
    document_key: string;
    kind: string;
    original_key: string;
    total_cents: string;
    sold_at: string | Date;
    lines: WrittenSale["lines"] | null;
    payments: WrittenSale["payments"] | null;
  }>(sql`
    select s.branch_id, s.document_key, s.kind, s.original_key, s.total_cents, s.sold_at,
           (select jsonb_agg(jsonb_build_object('productCode', l.product_code, 'ean', l.ean, 'quantity', l.quantity, 'unitPriceCents', l.unit_price_cents, 'netCents', l.net_cents,
                     'msRegistration', l.ms_registration, 'lot', l.lot, 'prescriptionKey', l.prescription_key) order by l.line_number) from sale_lines l where l.organization_id = s.organization_id and l.sale_id = s.id) as lines,
           (select jsonb_agg(jsonb_build_object('method', p.method, 'amountCents', p.amount_cents) order by p.position) from sale_payments p where p.organization_id = s.organization_id and p.sale_id = s.id) as payments
      from json_to_recordset(${writeJson(keys)}::text::json) as k("branchId" bigint, "documentKey" text, kind text)
      join sales s on s.organization_id = ${organizationId} and s.branch_id = k."branchId" and s.document_key = k."documentKey" and s.kind = k.kind`);
  return rows.map((row) => ({
    branchId: Number(row.branch_id),
    documentKey: row.document_key,
    kind: row.kind,
    originalKey: row.original_key,
    totalCents: Number(row.total_cents),
    soldAt: new Date(row.sold_at),
    lines: parse(row.lines),
    payments: parse(row.payments),
  }));
}

// drizzle's raw queries hand JSON over as text.
function parse<Value>(value: Value[] | string | null): Value[] {
  return typeof value === "string" ? (JSON.parse(value) as Value[]) : (value ?? []);
}

/** The day on which each of these documents was cancelled, by waiting key; those that wait for their document too. */
export async function readCancelledDays(
  db: Queryable,
  organizationId: number,
  timeZone: string,
  rows: readonly CancellationRow[],
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const found = await db.execute<{ waiting_key: string; day: string }>(sql`
    select k."waitingKey" as waiting_key, d.day::text as day
      from json_to_recordset(${writeJson(rows)}::text::json) as k("waitingKey" text, "documentKey" text, "branchId" bigint)
     cross join lateral (
       select day from sales where organization_id = ${organizationId} and document_key = k."documentKey" and kind = 'cancellation' and (k."branchId" is null or branch_id = k."branchId")
       union all
       select day from purchases where organization_id = ${organizationId} and document_key = k."documentKey" and kind = 'cancellation' and (k."branchId" is null or branch_id = k."branchId")
       union all
       select (cancelled_at at time zone ${timeZone})::date from waiting_cancellations where organization_id = ${organizationId} and document_key = k."waitingKey"
       limit 1) d`);
  return new Map(found.map((row) => [row.waiting_key, row.day]));
}
