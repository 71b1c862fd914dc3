import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";

/** How the integrations of one type stand. */
export interface PartnerHealth {
  connectorId: string;
  integrations: number;
  active: number;
  /** Whose last task failed. */
  failing: number;
  last: { integrationId: number; taskId: number; status: string; at: Date } | null;
}

/** One row a type that has integrations, among those the transaction may see. */
export async function listPartnerHealth(
  db: Queryable,
  organizationId: number | null,
): Promise<PartnerHealth[]> {
  const rows = await db.execute(sql`
    select connector_id, count(*)::int integrations, count(*) filter (where active)::int active, count(*) filter (where last_task_status = 'failed')::int failing,
           (array_agg(json_build_object('integrationId', id, 'taskId', last_task_id, 'status', last_task_status, 'at', last_task_at) order by last_task_at desc nulls last))[1] last
      from integrations ${organizationId === null ? sql`` : sql`where organization_id = ${organizationId}`} group by connector_id`);
  return rows.map((row) => {
    const last = row.last as {
      integrationId: number;
      taskId: number | null;
      status: string;
      at: string;
    } | null;
    return {
      connectorId: String(row.connector_id),
      integrations: Number(row.integrations),
      active: Number(row.active),
      failing: Number(row.failing),
      last:
        last && last.taskId !== null
          ? {
              integrationId: last.integrationId,
              taskId: last.taskId,
              status: last.status,
              at: new Date(last.at),
            }
          : null,
    };
  });
}
