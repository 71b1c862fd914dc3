import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import type { CancellationOutcome, CancellationRow, SaleKey } from "./movement-keys.ts";

/** Columns of child rows travel as JSON, so that a batch is one statement however many rows it has. */
const json = (rows: readonly object[]) => sql`${JSON.stringify(rows)}::text::jsonb`;

/** Writes the purchases that are not there yet and says which. */
export async function insertPurchases(
  tx: Queryable,
  organizationId: number,
  importId: number | null,
  rows: readonly object[],
): Promise<(SaleKey & { id: number })[]> {
  if (rows.length === 0) return [];
  const written = await tx.execute<{
    id: string;
    branch_id: string;
    document_key: string;
    kind: string;
  }>(sql`
    insert into purchases (organization_id, branch_id, kind, document_key, original_key, number, series, supplier_cnpj, supplier_name, issued_at, day, total_cents, import_id)
    select ${organizationId}, r."branchId", r.kind, r."documentKey", r."originalKey", r.number, r.series, r."supplierCnpj", r."supplierName", r."issuedAt", r.day, r."totalCents", ${importId}::bigint
      from jsonb_to_recordset(${json(rows)}) as r("branchId" bigint, kind text, "documentKey" text, "originalKey" text, number text, series text, "supplierCnpj" text, "supplierName" text, "issuedAt" timestamptz, day date, "totalCents" bigint)
     order by r."branchId", r."documentKey", r.kind
    on conflict (organization_id, branch_id, document_key, kind) do nothing
    returning id, branch_id, document_key, kind`);
  return written.map((row) => ({
    id: Number(row.id),
    branchId: Number(row.branch_id),
    documentKey: row.document_key,
    kind: row.kind,
  }));
}

/** Lines of purchases just written; each object is a PurchaseLine with its `purchaseId`. */
export async function insertPurchaseLines(
  tx: Queryable,
  organizationId: number,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into purchase_lines (organization_id, purchase_id, line_number, product_code, ean, description, ncm, cfop, unit, quantity, unit_price_cents, net_cents, lot, lots, ms_registration, bonus)
    select ${organizationId}, r."purchaseId", r."lineNumber", r."productCode", r.ean, r.description, r.ncm, r.cfop, r.unit, r.quantity, r."unitPriceCents", r."netCents", r.lot, r.lots, r."msRegistration", r.bonus
      from jsonb_to_recordset(${json(rows)}) as r("purchaseId" bigint, "lineNumber" int, "productCode" text, ean text, description text, ncm text, cfop text, unit text, quantity numeric, "unitPriceCents" bigint, "netCents" bigint, lot text, lots jsonb, "msRegistration" text, bonus boolean)`);
}

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
      select distinct on (r."waitingKey") r.* from jsonb_to_recordset(${json(rows)}) as r("waitingKey" text, "documentKey" text, "branchId" bigint, "cancelledAt" timestamptz)
    ), matched as (
      select distinct on (p.branch_id, p.document_key) w."waitingKey" as waiting_key, w."cancelledAt" as cancelled_at, p.*
        from wanted w join purchases p on p.organization_id = ${organizationId} and p.document_key = w."documentKey" and p.kind <> 'cancellation' and (w."branchId" is null or p.branch_id = w."branchId")
       order by p.branch_id, p.document_key, p.kind
    ), written as (
      insert into purchases (organization_id, branch_id, kind, document_key, original_key, number, series, supplier_cnpj, supplier_name, issued_at, day, total_cents, import_id)
      select organization_id, branch_id, 'cancellation', document_key, document_key, number, series, supplier_cnpj, supplier_name, cancelled_at, (cancelled_at at time zone ${timeZone})::date, total_cents, ${importId}::bigint
        from matched order by branch_id, document_key
      on conflict (organization_id, branch_id, document_key, kind) do nothing
      returning id, branch_id, document_key
    ), lines as (
      insert into purchase_lines (organization_id, purchase_id, line_number, product_code, ean, description, ncm, cfop, unit, quantity, unit_price_cents, net_cents, lot, lots, ms_registration, bonus)
      select l.organization_id, w.id, l.line_number, l.product_code, l.ean, l.description, l.ncm, l.cfop, l.unit, l.quantity, l.unit_price_cents, l.net_cents, l.lot, l.lots, l.ms_registration, l.bonus
        from written w join matched m on m.branch_id = w.branch_id and m.document_key = w.document_key join purchase_lines l on l.organization_id = m.organization_id and l.purchase_id = m.id
    )
    select m.waiting_key, w.id as cancellation_id from matched m left join written w on w.branch_id = m.branch_id and w.document_key = m.document_key`);
  return new Map(
    found.map((row) => [row.waiting_key, row.cancellation_id === null ? "known" : "applied"]),
  );
}
