import type { Purchase, PurchaseLine } from "@/lib/core/purchase.ts";
import type { BranchQuery } from "./branch-query.ts";
import { idArray, type MovementConnection } from "./movement-connection.ts";
import { readByPages } from "./read-by-pages.ts";

/** One branch's purchases with their lines, page by page. */
export function readPurchases(
  { sql }: MovementConnection,
  { organizationId, branchId, first, last, snapshot }: BranchQuery,
): AsyncGenerator<Purchase[]> {
  return readByPages<Purchase>(
    sql,
    sql`
      select p.id, p.branch_id, p.kind, p.document_key, p.original_key, p.number, p.series, p.supplier_cnpj, p.supplier_name,
             coalesce((select s.code from suppliers s where s.organization_id = p.organization_id and s.cnpj = p.supplier_cnpj order by s.code limit 1), '') as supplier_code,
             p.issued_at, p.day, p.total_cents
        from purchases p
       where p.organization_id = ${organizationId} and p.branch_id = ${branchId} and p.day between ${first} and ${last}
         and pg_visible_in_snapshot(p.written_by, ${snapshot}::pg_snapshot)
       order by p.day, p.issued_at, p.id`,
    async (page) => {
      const lines = await sql<Array<PurchaseLine & { purchaseId: number }>>`
        select purchase_id, line_number, product_code, ean, description, ncm, cfop, unit, quantity, unit_price_cents, net_cents, lot, lots, ms_registration, bonus
          from purchase_lines where organization_id = ${organizationId} and purchase_id = any(${idArray(page.map(({ id }) => id))}::bigint[]) order by purchase_id, line_number`;
      const byId = new Map<number, Purchase>();
      for (const purchase of page) byId.set(purchase.id, Object.assign(purchase, { lines: [] }));
      for (const { purchaseId, ...line } of lines) byId.get(purchaseId)?.lines.push(line);
    },
  );
}
