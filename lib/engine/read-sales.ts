import type { Sale, SaleLine, SalePayment } from "../core/movement.ts";
import type { Day } from "../core/period.ts";
import { idArray, type MovementConnection } from "./movement-connection.ts";

/** Which sales of which branch. */
export interface SaleQuery {
  organizationId: number;
  branchId: number;
  first: Day;
  last: Day;
  snapshot: string;
  /** One till only. */
  register: string | undefined;
}

/** Whole sales held at a time. */
const PAGE = 500;

/** One branch's sales with their lines and payments, page by page. */
export async function* readSales({ sql }: MovementConnection, { organizationId, branchId, first, last, snapshot, register }: SaleQuery): AsyncGenerator<Sale[]> {
  // A cursor of SQL and not of the protocol: between two of its pages the same connection reads their lines.
  await sql.unsafe("begin transaction isolation level repeatable read read only");
  await sql`
    declare sales_of_branch no scroll cursor for
    select id, branch_id, kind, document_key, original_key, model, series, number, register, sold_at, day, customer_document,
           gross_cents, discount_cents, surcharge_cents, total_cents, channel
      from sales
     where organization_id = ${organizationId} and branch_id = ${branchId} and day between ${first} and ${last}
       and pg_visible_in_snapshot(written_by, ${snapshot}::pg_snapshot) and (${register ?? null}::text is null or register = ${register ?? null})
     order by day, sold_at, id`;
  for (;;) {
    const page = await sql<Sale[]>`fetch ${sql.unsafe(String(PAGE))} from sales_of_branch`;
    if (page.length > 0) yield await addParts(sql, organizationId, page);
    if (page.length < PAGE) break;
  }
  await sql.unsafe("commit");
}

async function addParts(sql: MovementConnection["sql"], organizationId: number, page: Sale[]): Promise<Sale[]> {
  const ids = idArray(page.map(({ id }) => id));
  // Sent together, answered one after the other.
  const [lines, payments] = await Promise.all([
    sql<Array<SaleLine & { saleId: number }>>`
      select sale_id, line_number, product_code, ean, description, ncm, cfop, unit, quantity, unit_price_cents, gross_cents, discount_cents,
             surcharge_cents, net_cents, ms_registration, lot, on_offer
        from sale_lines where organization_id = ${organizationId} and sale_id = any(${ids}::bigint[]) order by sale_id, line_number`,
    sql<Array<SalePayment & { saleId: number }>>`
      select sale_id, method, amount_cents, card_brand, acquirer_cnpj, "authorization", nsu
        from sale_payments where organization_id = ${organizationId} and sale_id = any(${ids}::bigint[]) order by sale_id, position`,
  ]);
  const byId = new Map<number, Sale>();
  for (const sale of page) byId.set(sale.id, Object.assign(sale, { lines: [], payments: [] }));
  for (const { saleId, ...line } of lines) byId.get(saleId)?.lines.push(line);
  for (const { saleId, ...payment } of payments) byId.get(saleId)?.payments.push(payment);
  return page;
}
