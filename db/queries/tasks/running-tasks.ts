import { sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import type { IntegrationPlace } from "../integrations/integrations.ts";

/** A task that was begun and is not over, with how far its files are. */
export interface RunningTaskRow {
  id: number;
  operation: string;
  period: { first: string; last: string };
  /** Files that were made for it, and how many of them have their answer. */
  made: number;
  settled: number;
}

/**
 * Tasks of an integration that were begun and are pending. A run of a flow is none of them: it waits
 * by itself while its integration is off, and loses nothing.
 */
export async function listRunningTasks(
  db: Queryable,
  { organizationId, integrationId }: IntegrationPlace,
): Promise<RunningTaskRow[]> {
  const rows = await db.execute(sql`
    select t.id, t.operation, lower(t.period)::text as first, (upper(t.period) - 1)::text as last,
           count(f.id)::int as made, (count(f.id) filter (where f.status <> 'pending'))::int as settled
      from tasks t
      left join files f on f.organization_id = t.organization_id and f.task_id = t.id and f.superseded_at is null
     where t.organization_id = ${organizationId} and t.integration_id = ${integrationId}
       and t.status = 'pending' and t.attempt > 0 and t.subject_id is null
     group by t.organization_id, t.id, t.operation, t.period
     order by t.id`);
  return rows.map((row) => ({
    id: Number(row.id),
    operation: String(row.operation),
    period: { first: String(row.first), last: String(row.last) },
    made: Number(row.made),
    settled: Number(row.settled),
  }));
}
