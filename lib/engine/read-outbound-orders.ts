import type { OutboundLine, OutboundOrder } from "@/lib/core/outbound-order.ts";
import type { BranchQuery } from "./branch-query.ts";
import { idArray, type MovementConnection } from "./movement-connection.ts";
import { readByPages } from "./read-by-pages.ts";

/** One depot's orders with their lines, page by page. */
export function readOutboundOrders(
  { sql }: MovementConnection,
  { organizationId, branchId, first, last, snapshot }: BranchQuery,
): AsyncGenerator<OutboundOrder[]> {
  return readByPages<OutboundOrder>(
    sql,
    sql`
      select id, branch_id, kind, document_key, number, original_number, recipient_code, recipient_name, recipient_cnpj, recipient_email, issued_at, day
        from outbound_orders
       where organization_id = ${organizationId} and branch_id = ${branchId} and day between ${first} and ${last} and pg_visible_in_snapshot(written_by, ${snapshot}::pg_snapshot)
       order by day, issued_at, id`,
    async (page) => {
      const lines = await sql<Array<OutboundLine & { orderId: number }>>`
        select order_id, line_number, product_code, ean, description, pack_quantity, quantity
          from outbound_lines where organization_id = ${organizationId} and order_id = any(${idArray(page.map(({ id }) => id))}::bigint[]) order by order_id, line_number`;
      const byId = new Map<number, OutboundOrder>();
      for (const order of page) byId.set(order.id, Object.assign(order, { lines: [] }));
      for (const { orderId, ...line } of lines) byId.get(orderId)?.lines.push(line);
    },
  );
}
