import type { Sale, SaleHead, SaleLine, SalePayment } from "@/lib/core/movement.ts";
import type { BranchQuery } from "./branch-query.ts";
import { idArray, type MovementConnection } from "./movement-connection.ts";
import { readByPages } from "./read-by-pages.ts";
import { writeJson } from "@/db/write-json.ts";

/** Which sales of which branch. */
export interface SaleQuery extends BranchQuery {
  /** One till only. */
  register: string | undefined;
}

/** One branch's sales with their lines and payments, page by page. */
export function readSales(
  { sql }: MovementConnection,
  { organizationId, branchId, first, last, snapshot, register }: SaleQuery,
): AsyncGenerator<Sale[]> {
  const query = sql`
    select id, branch_id, kind, document_key, original_key, model, series, number, register, sold_at, day, customer_document,
           gross_cents, discount_cents, surcharge_cents, total_cents, channel, seller_code, program
      from sales
     where organization_id = ${organizationId} and branch_id = ${branchId} and day between ${first} and ${last}
       and pg_visible_in_snapshot(written_by, ${snapshot}::pg_snapshot) and (${register ?? null}::text is null or register = ${register ?? null})
     order by day, sold_at, id`;
  return readByPages<Sale>(sql, query, (page) => addParts(sql, organizationId, page));
}

/** The sales of a branch under these document keys. */
export const readSaleHeads = (
  { sql }: MovementConnection,
  {
    organizationId,
    branchId,
    snapshot,
  }: Pick<BranchQuery, "organizationId" | "branchId" | "snapshot">,
  keys: readonly string[],
): Promise<SaleHead[]> =>
  sql<SaleHead[]>`
    select document_key, number, register, day from sales
     where organization_id = ${organizationId} and branch_id = ${branchId} and kind = 'sale' and document_key in (select jsonb_array_elements_text(${writeJson(keys)}::text::jsonb))
       and pg_visible_in_snapshot(written_by, ${snapshot}::pg_snapshot)`;

async function addParts(
  sql: MovementConnection["sql"],
  organizationId: number,
  page: Sale[],
): Promise<void> {
  const ids = idArray(page.map(({ id }) => id));
  // Sent together, answered one after the other.
  const [lines, payments] = await Promise.all([
    sql<Array<SaleLine & { saleId: number }>>`
      select sale_id, line_number, product_code, ean, description, ncm, cfop, unit, quantity, unit_price_cents, gross_cents, discount_cents,
             surcharge_cents, net_cents, cost_cents, ms_registration, lot, on_offer, prescription_key
        from sale_lines where organization_id = ${organizationId} and sale_id = any(${ids}::bigint[]) order by sale_id, line_number`,
    sql<Array<SalePayment & { saleId: number }>>`
      select sale_id, method, amount_cents, card_brand, acquirer_cnpj, "authorization", nsu, installments, terminal
        from sale_payments where organization_id = ${organizationId} and sale_id = any(${ids}::bigint[]) order by sale_id, position`,
  ]);
  const byId = new Map<number, Sale>();
  for (const sale of page) byId.set(sale.id, Object.assign(sale, { lines: [], payments: [] }));
  for (const { saleId, ...line } of lines) byId.get(saleId)?.lines.push(line);
  for (const { saleId, ...payment } of payments) byId.get(saleId)?.payments.push(payment);
}
