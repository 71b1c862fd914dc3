import { sql } from "drizzle-orm";
import type { PurchaseLine, PurchaseLot } from "@/lib/core/purchase.ts";
import type { Queryable } from "../../client.ts";
import type { SaleKey } from "./movement-keys.ts";
import { writeJson } from "../../write-json.ts";

/** What of a written purchase can be compared with one that arrives under the same key. */
export interface WrittenPurchase extends SaleKey {
  originalKey: string;
  totalCents: number;
  day: string;
  supplierCnpj: string;
  number: string;
  lines: (Pick<PurchaseLine, "productCode" | "quantity" | "netCents" | "bonus"> & {
    lots: Pick<PurchaseLot, "lot" | "quantity" | "expiresOn">[];
  })[];
}

/** Reads purchases by key with what makes them the same or another purchase. */
export async function readPurchasesByKey(
  db: Queryable,
  organizationId: number,
  keys: readonly SaleKey[],
): Promise<WrittenPurchase[]> {
  if (keys.length === 0) return [];
  const rows = await db.execute<{
    branch_id: string;
    document_key: string;
    kind: string;
    original_key: string;
    total_cents: string;
    day: string;
    supplier_cnpj: string;
    number: string;
    lines: WrittenPurchase["lines"] | string | null;
  }>(sql`
    select p.branch_id, p.document_key, p.kind, p.original_key, p.total_cents, p.day::text as day, p.supplier_cnpj, p.number,
           (select jsonb_agg(jsonb_build_object('productCode', l.product_code, 'quantity', l.quantity, 'netCents', l.net_cents, 'bonus', l.bonus, 'lots', l.lots) order by l.line_number) from purchase_lines l where l.organization_id = p.organization_id and l.purchase_id = p.id) as lines
      from json_to_recordset(${writeJson(keys)}::text::json) as k("branchId" bigint, "documentKey" text, kind text)
      join purchases p on p.organization_id = ${organizationId} and p.branch_id = k."branchId" and p.document_key = k."documentKey" and p.kind = k.kind`);
  return rows.map((row) => ({
    branchId: Number(row.branch_id),
    documentKey: row.document_key,
    kind: row.kind,
    originalKey: row.original_key,
    totalCents: Number(row.total_cents),
    day: row.day,
    supplierCnpj: row.supplier_cnpj,
    number: row.number,
    // drizzle's raw queries hand JSON over as text.
    lines:
      typeof row.lines === "string"
        ? (JSON.parse(row.lines) as WrittenPurchase["lines"])
        : (row.lines ?? []),
  }));
}
