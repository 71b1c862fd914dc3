import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";

/** Rows travel as JSON, so that a batch is one statement however many it has. */
const json = (rows: readonly object[]) => sql`${JSON.stringify(rows)}::text::jsonb`;

/** Writes the orders that are not there yet and says which. Each object is an OutboundOrder without id and lines. */
export async function insertOutboundOrders(
  tx: Queryable,
  organizationId: number,
  importId: number | null,
  rows: readonly object[],
): Promise<Array<{ id: number; branchId: number; documentKey: string }>> {
  if (rows.length === 0) return [];
  const written = await tx.execute<{ id: string; branch_id: string; document_key: string }>(sql`
    insert into outbound_orders (organization_id, branch_id, kind, document_key, number, original_number, recipient_code, recipient_name, recipient_cnpj, recipient_email, issued_at, day, import_id)
    select ${organizationId}, r."branchId", r.kind, r."documentKey", r.number, r."originalNumber", r."recipientCode", r."recipientName", r."recipientCnpj", r."recipientEmail", r."issuedAt", r.day, ${importId}::bigint
      from jsonb_to_recordset(${json(rows)}) as r("branchId" bigint, kind text, "documentKey" text, number text, "originalNumber" text, "recipientCode" text, "recipientName" text, "recipientCnpj" text, "recipientEmail" text, "issuedAt" timestamptz, day date)
     order by r."branchId", r."documentKey"
    on conflict (organization_id, branch_id, document_key) do nothing
    returning id, branch_id, document_key`);
  return written.map((row) => ({
    id: Number(row.id),
    branchId: Number(row.branch_id),
    documentKey: row.document_key,
  }));
}

/** Lines of orders just written; each object is an OutboundLine with its `orderId`. */
export async function insertOutboundLines(
  tx: Queryable,
  organizationId: number,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into outbound_lines (organization_id, order_id, line_number, product_code, ean, description, pack_quantity, quantity)
    select ${organizationId}, r."orderId", r."lineNumber", r."productCode", r.ean, r.description, r."packQuantity", r.quantity
      from jsonb_to_recordset(${json(rows)}) as r("orderId" bigint, "lineNumber" int, "productCode" text, ean text, description text, "packQuantity" int, quantity numeric)`);
}
