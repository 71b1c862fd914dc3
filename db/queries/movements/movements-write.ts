import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import type { CancellationOutcome, CancellationRow, SaleKey } from "./movement-keys.ts";
import { cancelPurchases } from "./purchases-write.ts";

/** Values of a sale's own row. */
export interface SaleRow extends SaleKey {
  originalKey: string;
  model: string;
  series: string;
  number: string;
  register: string;
  soldAt: string;
  day: string;
  customerDocument: string;
  grossCents: number;
  discountCents: number;
  surchargeCents: number;
  totalCents: number;
  channel: string;
  sellerCode: string;
  program: string;
}

/** Columns of child rows travel as JSON, so that a batch is one statement however many rows it has. */
const json = (rows: readonly object[]) => sql`${JSON.stringify(rows)}::text::jsonb`;

/**
 * Cancellations and the sales they cancel must not pass each other unseen: batches with a cancellation
 * write alone in their organization, the others side by side. Held until the transaction ends.
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

/**
 * Writes the sales that are not there yet and says which; rows go in key order, so that two batches
 * never wait on each other crosswise.
 */
export async function insertSales(
  tx: Queryable,
  organizationId: number,
  importId: number | null,
  rows: readonly SaleRow[],
): Promise<(SaleKey & { id: number })[]> {
  if (rows.length === 0) return [];
  const written = await tx.execute<{
    id: string;
    branch_id: string;
    document_key: string;
    kind: string;
  }>(sql`
    insert into sales (organization_id, branch_id, kind, document_key, original_key, model, series, number, register, sold_at, day, customer_document, gross_cents, discount_cents, surcharge_cents, total_cents, channel, seller_code, program, import_id)
    select ${organizationId}, r."branchId", r.kind, r."documentKey", r."originalKey", r.model, r.series, r.number, r.register, r."soldAt", r.day, r."customerDocument", r."grossCents", r."discountCents", r."surchargeCents", r."totalCents", r.channel, r."sellerCode", r.program, ${importId}::bigint
      from jsonb_to_recordset(${json(rows)}) as r("branchId" bigint, kind text, "documentKey" text, "originalKey" text, model text, series text, number text, register text, "soldAt" timestamptz, day date, "customerDocument" text, "grossCents" bigint, "discountCents" bigint, "surchargeCents" bigint, "totalCents" bigint, channel text, "sellerCode" text, program text)
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

/** Lines of sales just written; each object is a SaleLine with its `saleId`. */
export async function insertSaleLines(
  tx: Queryable,
  organizationId: number,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into sale_lines (organization_id, sale_id, line_number, product_code, ean, description, ncm, cfop, unit, quantity, unit_price_cents, gross_cents, discount_cents, surcharge_cents, net_cents, ms_registration, lot, on_offer, prescription_key)
    select ${organizationId}, r."saleId", r."lineNumber", r."productCode", r.ean, r.description, r.ncm, r.cfop, r.unit, r.quantity, r."unitPriceCents", r."grossCents", r."discountCents", r."surchargeCents", r."netCents", r."msRegistration", r.lot, r."onOffer", r."prescriptionKey"
      from jsonb_to_recordset(${json(rows)}) as r("saleId" bigint, "lineNumber" int, "productCode" text, ean text, description text, ncm text, cfop text, unit text, quantity numeric, "unitPriceCents" bigint, "grossCents" bigint, "discountCents" bigint, "surchargeCents" bigint, "netCents" bigint, "msRegistration" text, lot text, "onOffer" boolean, "prescriptionKey" text)`);
}

/** Payments of sales just written; each object is a SalePayment with its `saleId` and `position`. */
export async function insertSalePayments(
  tx: Queryable,
  organizationId: number,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into sale_payments (organization_id, sale_id, position, method, amount_cents, card_brand, acquirer_cnpj, "authorization", nsu, installments, terminal)
    select ${organizationId}, r."saleId", r.position, r.method, r."amountCents", r."cardBrand", r."acquirerCnpj", r."authorization", r.nsu, r.installments, r.terminal
      from jsonb_to_recordset(${json(rows)}) as r("saleId" bigint, position int, method text, "amountCents" bigint, "cardBrand" text, "acquirerCnpj" text, "authorization" text, nsu text, installments int, terminal text)`);
}

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
      select distinct on (r."waitingKey") r.* from jsonb_to_recordset(${json(rows)}) as r("waitingKey" text, "documentKey" text, "branchId" bigint, "cancelledAt" timestamptz)
    ), matched as (
      select distinct on (s.branch_id, s.document_key) w."waitingKey" as waiting_key, w."cancelledAt" as cancelled_at, s.*
        from wanted w join sales s on s.organization_id = ${organizationId} and s.document_key = w."documentKey" and s.kind <> 'cancellation' and (w."branchId" is null or s.branch_id = w."branchId")
       order by s.branch_id, s.document_key, s.kind desc
    ), written as (
      insert into sales (organization_id, branch_id, kind, document_key, original_key, model, series, number, register, sold_at, day, customer_document, gross_cents, discount_cents, surcharge_cents, total_cents, channel, seller_code, program, import_id)
      select organization_id, branch_id, 'cancellation', document_key, document_key, model, series, number, register, cancelled_at, (cancelled_at at time zone ${timeZone})::date, customer_document, gross_cents, discount_cents, surcharge_cents, total_cents, channel, seller_code, program, ${importId}::bigint
        from matched where kind = 'sale' order by branch_id, document_key
      on conflict (organization_id, branch_id, document_key, kind) do nothing
      returning id, branch_id, document_key
    ), lines as (
      insert into sale_lines (organization_id, sale_id, line_number, product_code, ean, description, ncm, cfop, unit, quantity, unit_price_cents, gross_cents, discount_cents, surcharge_cents, net_cents, cost_cents, ms_registration, lot, on_offer, prescription_key)
      select l.organization_id, w.id, l.line_number, l.product_code, l.ean, l.description, l.ncm, l.cfop, l.unit, l.quantity, l.unit_price_cents, l.gross_cents, l.discount_cents, l.surcharge_cents, l.net_cents, l.cost_cents, l.ms_registration, l.lot, l.on_offer, l.prescription_key
        from written w join matched m on m.branch_id = w.branch_id and m.document_key = w.document_key join sale_lines l on l.organization_id = m.organization_id and l.sale_id = m.id
    ), payments as (
      insert into sale_payments (organization_id, sale_id, position, method, amount_cents, card_brand, acquirer_cnpj, "authorization", nsu, installments, terminal)
      select p.organization_id, w.id, p.position, p.method, p.amount_cents, p.card_brand, p.acquirer_cnpj, p."authorization", p.nsu, p.installments, p.terminal
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
export async function keepCancellations(
  tx: Queryable,
  organizationId: number,
  importId: number | null,
  rows: readonly CancellationRow[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const kept = await tx.execute<{ document_key: string }>(sql`
    insert into waiting_cancellations (organization_id, document_key, protocol, cancelled_at, import_id)
    select ${organizationId}, r."waitingKey", r.protocol, r."cancelledAt", ${importId}::bigint
      from jsonb_to_recordset(${json(rows)}) as r("waitingKey" text, protocol text, "cancelledAt" timestamptz) order by 2
    on conflict do nothing returning document_key`);
  const fresh = new Set(kept.map((row) => row.document_key));
  return new Set(rows.map((row) => row.waitingKey).filter((key) => !fresh.has(key)));
}

/** Takes the waiting cancellations of these keys off the list. */
export async function takeWaitingCancellations(
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
    delete from waiting_cancellations where organization_id = ${organizationId} and document_key in (select jsonb_array_elements_text(${json(keys as unknown as object[])}))
    returning document_key, protocol, cancelled_at`);
  return taken.map((row) => ({
    waitingKey: row.document_key,
    protocol: row.protocol,
    cancelledAt: new Date(row.cancelled_at).toISOString(),
  }));
}
