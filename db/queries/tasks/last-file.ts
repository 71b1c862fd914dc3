import { sql } from "drizzle-orm";
import type { Day } from "@/lib/core/period.ts";
import type { Queryable } from "../../client.ts";
import type { LedgerScope } from "./ledger.ts";

/**
 * The day of the newest file of an operation that was accepted for a branch, and whether one is still on its
 * way. Files that `taskId` itself has only prepared do not count: it is about to make them again.
 */
export async function findLastFile(
  db: Queryable,
  { organizationId, integrationId, operation }: LedgerScope,
  branchId: number,
  taskId: number,
): Promise<{ day: Day | null; waiting: boolean }> {
  const [row] = await db.execute<{ day: Day | null; waiting: boolean }>(sql`
    select max(f.day) filter (where f.status = 'done')::text as day,
           coalesce(bool_or(f.status = 'sent' or (f.status = 'pending' and f.task_id <> ${taskId})), false) as waiting
      from files f join tasks t on t.organization_id = f.organization_id and t.id = f.task_id
     where f.organization_id = ${organizationId} and f.integration_id = ${integrationId} and f.branch_id = ${branchId} and t.operation = ${operation} and f.superseded_at is null`);
  return { day: row?.day ?? null, waiting: row?.waiting ?? false };
}
