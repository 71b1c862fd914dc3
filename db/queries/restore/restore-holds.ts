import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "../../client.ts";
import { restoreHolds } from "../../schema/instance.ts";
import { integrations } from "../../schema/integrations.ts";
import { organizations } from "../../schema/people.ts";

/** An integration of a restored database that waits for a person. */
export interface OpenHold {
  organizationId: number;
  organizationName: string;
  timeZone: string;
  integrationId: number;
  description: string;
  connectorId: string;
  intervalMinutes: number;
  /** When the copy was made. */
  since: Date;
  pendingTasks: number;
  /** Files that were on their way to the partner when the copy was made. */
  uncertainFiles: number;
}

/** Everything that waits to be released, by client and name. */
export async function listOpenHolds(db: Queryable, integrationId?: number): Promise<OpenHold[]> {
  const task = sql`t.organization_id = ${restoreHolds.organizationId} and t.integration_id = ${restoreHolds.integrationId} and t.status = 'pending'`;
  return db
    .select({
      organizationId: restoreHolds.organizationId,
      organizationName: organizations.name,
      timeZone: organizations.timeZone,
      integrationId: restoreHolds.integrationId,
      description: integrations.description,
      connectorId: integrations.connectorId,
      intervalMinutes: integrations.intervalMinutes,
      since: restoreHolds.since,
      pendingTasks: sql<number>`(select count(*)::int from tasks t where ${task})`,
      uncertainFiles: sql<number>`(select count(*)::int from files f join tasks t on t.organization_id = f.organization_id and t.id = f.task_id where ${task} and f.delivering_since is not null and f.superseded_at is null)`,
    })
    .from(restoreHolds)
    .innerJoin(
      integrations,
      and(
        eq(integrations.organizationId, restoreHolds.organizationId),
        eq(integrations.id, restoreHolds.integrationId),
      ),
    )
    .innerJoin(organizations, eq(organizations.id, restoreHolds.organizationId))
    .where(
      and(
        isNull(restoreHolds.releasedAt),
        integrationId === undefined ? undefined : eq(restoreHolds.integrationId, integrationId),
      ),
    )
    .orderBy(asc(organizations.name), asc(integrations.description), asc(integrations.id));
}

/** How many integrations wait, and since when; for the banner. */
export async function countOpenHolds(
  db: Queryable,
): Promise<{ count: number; since: Date | null }> {
  const [row] = await db
    .select({
      count: sql<number>`count(*)::int`,
      since: sql<string | null>`min(${restoreHolds.since})`,
    })
    .from(restoreHolds)
    .where(isNull(restoreHolds.releasedAt));
  return { count: row?.count ?? 0, since: row?.since ? new Date(row.since) : null };
}

/** Lets an integration go; false when it was not held, or another person was faster. */
export async function releaseHold(
  tx: Transaction,
  of: { organizationId: number; integrationId: number },
  by: string,
): Promise<boolean> {
  const rows = await tx
    .update(restoreHolds)
    .set({ releasedAt: sql`clock_timestamp()`, releasedBy: by })
    .where(
      and(
        eq(restoreHolds.organizationId, of.organizationId),
        eq(restoreHolds.integrationId, of.integrationId),
        isNull(restoreHolds.releasedAt),
      ),
    )
    .returning({ epoch: restoreHolds.epoch });
  return rows.length > 0;
}

/** Whether a task's integration waits to be released. */
export async function isTaskHeld(
  db: Queryable,
  organizationId: number,
  taskId: number,
): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from tasks t
      join restore_holds h on h.organization_id = t.organization_id and h.integration_id = t.integration_id and h.released_at is null
     where t.organization_id = ${organizationId} and t.id = ${taskId}`);
  return rows.length > 0;
}

/** Pending tasks of an integration, to go on with or to end. */
export async function listPendingTaskIds(
  tx: Queryable,
  of: { organizationId: number; integrationId: number },
): Promise<number[]> {
  const rows = await tx.execute<{ id: string }>(
    sql`select id from tasks where organization_id = ${of.organizationId} and integration_id = ${of.integrationId} and status = 'pending' order by id`,
  );
  return rows.map(({ id }) => Number(id));
}
