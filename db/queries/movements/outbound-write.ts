import type { Queryable } from "../../client.ts";
import { outboundLines, outboundOrders } from "../../schema/outbound-orders.ts";
import { insertRows, type RowOf } from "../insert-rows.ts";

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
