import { and, desc, eq, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { dayPlans } from "../../schema/day-plans.ts";

export type DayPlanRow = typeof dayPlans.$inferSelect;

/** Which plan. */
export type PlanOf = Pick<DayPlanRow, "organizationId" | "id">;

/** How far the tasks of a plan are. */
export interface PlanProgress {
  /** Not begun. */
  waiting: number;
  running: number;
  /** Sent or accepted. */
  delivered: number;
  failed: number;
  /** Taken back before they were begun. */
  stopped: number;
}

/** Notes that a person sends days; its tasks name it. */
export async function insertPlan(
  tx: Queryable,
  plan: typeof dayPlans.$inferInsert,
): Promise<number> {
  const [row] = await tx.insert(dayPlans).values(plan).returning({ id: dayPlans.id });
  return row!.id;
}

/** A plan that the caller may see, held for the rest of the transaction. */
export async function lockPlan(tx: Queryable, id: number): Promise<DayPlanRow | null> {
  const [row] = await tx.select().from(dayPlans).where(eq(dayPlans.id, id)).for("update");
  return row ?? null;
}

/** Marks the plan as stopped by somebody, or as going on. */
export async function markPlan(
  tx: Queryable,
  plan: PlanOf,
  stopped: { at: Date; name: string } | null,
): Promise<void> {
  await tx
    .update(dayPlans)
    .set({ stoppedAt: stopped?.at ?? null, stoppedName: stopped?.name ?? null })
    .where(and(eq(dayPlans.organizationId, plan.organizationId), eq(dayPlans.id, plan.id)));
}

/** The newest plans with a task of the integration. */
export async function listPlans(
  db: Queryable,
  { organizationId, integrationId }: { organizationId: number; integrationId: number },
  limit: number,
): Promise<Array<DayPlanRow & PlanProgress>> {
  const rows = await db
    .select()
    .from(dayPlans)
    .where(
      and(
        eq(dayPlans.organizationId, organizationId),
        sql`exists (select from tasks t where t.organization_id = ${dayPlans.organizationId} and t.plan_id = ${dayPlans.id} and t.integration_id = ${integrationId})`,
      ),
    )
    .orderBy(desc(dayPlans.id))
    .limit(limit);
  return Promise.all(rows.map(async (row) => ({ ...row, ...(await countPlan(db, row)) })));
}

const isStopped = sql`status = 'failed' and failure_kind = 'cancelled' and attempt = 0`;

async function countPlan(db: Queryable, { organizationId, id }: PlanOf): Promise<PlanProgress> {
  const [row] = await db.execute<PlanProgress & Record<string, unknown>>(sql`
    select (count(*) filter (where status = 'pending' and attempt = 0))::int as waiting,
           (count(*) filter (where status = 'pending' and attempt > 0))::int as running,
           (count(*) filter (where status in ('sent', 'done')))::int as delivered,
           (count(*) filter (where status = 'failed' and not (${isStopped})))::int as failed,
           (count(*) filter (where ${isStopped}))::int as stopped
      from tasks where organization_id = ${organizationId} and plan_id = ${id}`);
  return row ?? { waiting: 0, running: 0, delivered: 0, failed: 0, stopped: 0 };
}

/** Tasks of the plan that were not begun, or that were taken back before they were. */
export async function listPlanTasks(
  db: Queryable,
  { organizationId, id }: PlanOf,
  which: "waiting" | "stopped",
): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from tasks where organization_id = ${organizationId} and plan_id = ${id}
       and ${which === "waiting" ? sql`status = 'pending' and attempt = 0` : isStopped}
     order by id`);
  return rows.map((row) => Number(row.id));
}

/** How long an operation's tasks took for a day, on average of the last twenty; null when none did. */
export async function readSecondsPerDay(
  db: Queryable,
  {
    organizationId,
    integrationId,
    operation,
  }: { organizationId: number; integrationId: number; operation: string },
): Promise<number | null> {
  const [row] = await db.execute<{ seconds: number | null }>(sql`
    select (sum(extract(epoch from finished_at - started_at)) / nullif(sum(upper(period) - lower(period)), 0))::float8 as seconds
      from (select finished_at, started_at, period from tasks
             where organization_id = ${organizationId} and integration_id = ${integrationId} and operation = ${operation}
               and status = 'done' and finished_at is not null and started_at is not null
             order by id desc limit 20) t`);
  return row?.seconds ?? null;
}

/** Whether every file that the operation made lately named its branch, and it made any. */
export async function hasFilePerBranch(
  db: Queryable,
  {
    organizationId,
    integrationId,
    operation,
  }: { organizationId: number; integrationId: number; operation: string },
): Promise<boolean> {
  const [row] = await db.execute<{ every: boolean | null }>(sql`
    select bool_and(f.branch_id is not null) as every
      from (select organization_id, id from tasks
             where organization_id = ${organizationId} and integration_id = ${integrationId} and operation = ${operation}
             order by id desc limit 10) t
      join files f on f.organization_id = t.organization_id and f.task_id = t.id`);
  return row?.every ?? false;
}
