import { sql } from "drizzle-orm";
import type { OutboundKind, OutboundLine } from "@/lib/core/outbound-order.ts";
import type { Queryable } from "../../client.ts";
import { outboundLines, outboundOrders } from "../../schema/outbound-orders.ts";
import { writeJson } from "../../write-json.ts";
import { insertRows, type RowOf } from "../insert-rows.ts";

/** Of a written order all that an ERP said of it. */
export interface WrittenOutbound {
  branchId: number;
  documentKey: string;
  kind: OutboundKind;
  number: string;
  originalNumber: string;
  recipientCode: string;
  recipientName: string;
  recipientCnpj: string;
  recipientEmail: string;
  issuedAt: Date;
  lines: OutboundLine[];
}

/** Reads orders by key with all that makes them the same or another order. */
export async function readOutboundByKey(
  db: Queryable,
  organizationId: number,
  keys: ReadonlyArray<Pick<WrittenOutbound, "branchId" | "documentKey">>,
): Promise<WrittenOutbound[]> {
  if (keys.length === 0) return [];
  const wanted = keys.map(({ branchId, documentKey }) => ({ branchId, documentKey }));
  const rows = await db.execute<{
    head: string | object;
    lines: string | OutboundLine[] | null;
  }>(sql`
    select jsonb_build_object('branchId', o.branch_id, 'documentKey', o.document_key, 'kind', o.kind, 'number', o.number, 'originalNumber', o.original_number, 'recipientCode', o.recipient_code, 'recipientName', o.recipient_name, 'recipientCnpj', o.recipient_cnpj, 'recipientEmail', o.recipient_email, 'issuedAt', o.issued_at) as head,
           (select jsonb_agg(jsonb_build_object('lineNumber', l.line_number, 'productCode', l.product_code, 'ean', l.ean, 'description', l.description, 'packQuantity', l.pack_quantity, 'quantity', l.quantity) order by l.line_number) from outbound_lines l where l.organization_id = o.organization_id and l.order_id = o.id) as lines
      from json_to_recordset(${writeJson(wanted)}::text::json) as k("branchId" bigint, "documentKey" text)
      join outbound_orders o on o.organization_id = ${organizationId} and o.branch_id = k."branchId" and o.document_key = k."documentKey"`);
  return rows.map((row) => {
    const head = parse(row.head) as Omit<WrittenOutbound, "issuedAt" | "lines"> & {
      issuedAt: string;
    };
    return {
      ...head,
      issuedAt: new Date(head.issuedAt),
      lines: (parse(row.lines) ?? []) as OutboundLine[],
    };
  });
}

// drizzle's raw queries hand JSON over as text.
function parse(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}

/** Writes the orders that are not there yet and says which. */
export function insertOutboundOrders(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof outboundOrders>>,
): Promise<Array<{ id: number; branchId: number; documentKey: string }>> {
  return insertRows(tx, outboundOrders, rows, {
    onConflict: { key: ["organizationId", "branchId", "documentKey"] },
    returning: ["id", "branchId", "documentKey"],
  });
}

/** Lines of orders just written. */
export async function insertOutboundLines(
  tx: Queryable,
  rows: ReadonlyArray<RowOf<typeof outboundLines>>,
): Promise<void> {
  await insertRows(tx, outboundLines, rows);
}
