import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";

/**
 * Adds up the changes of each day that nobody can tell apart any more: written before the oldest
 * transaction that still runs, and before every snapshot that a pending task reads by.
 */
export async function mergeMovementChanges(db: Queryable): Promise<number> {
  const rows = await db.execute(sql`
    with horizon as (
      select least(pg_snapshot_xmin(pg_current_snapshot()),
                   (select min(pg_snapshot_xmin(snapshot::pg_snapshot)) from tasks where status = 'pending' and snapshot is not null)) as oldest
    ), many as (
      select organization_id, day, branch_id, kind from movement_changes, horizon
       where written_by < oldest group by 1, 2, 3, 4 having count(*) > 1
    ), gone as (
      delete from movement_changes c using many m, horizon
       where c.organization_id = m.organization_id and c.day = m.day and c.branch_id = m.branch_id and c.kind = m.kind and c.written_by < oldest
      returning c.*
    )
    insert into movement_changes (organization_id, day, branch_id, kind, written_by, documents, changed_at)
    select organization_id, day, branch_id, kind, max(written_by), sum(documents), max(changed_at) from gone group by 1, 2, 3, 4
    returning 1`);
  return rows.length;
}
