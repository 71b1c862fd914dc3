import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { writeJson } from "../../write-json.ts";

/** Reads under which keys documents stand that arrived before their keys were made of parsed values. */
export async function readFormerKeys(
  db: Queryable,
  organizationId: number,
  keys: readonly string[],
): Promise<{ branchId: number; key: string; documentKey: string }[]> {
  if (keys.length === 0) return [];
  const rows = await db.execute<{ branch_id: string; key: string; document_key: string }>(sql`
    select branch_id, key, document_key from former_document_keys
     where organization_id = ${organizationId}
       and key in (select jsonb_array_elements_text(${writeJson(keys)}::text::jsonb))`);
  return rows.map((row) => ({
    branchId: Number(row.branch_id),
    key: row.key,
    documentKey: row.document_key,
  }));
}
