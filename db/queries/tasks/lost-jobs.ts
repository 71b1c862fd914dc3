import { sql } from "drizzle-orm";
import type { Queryable, Transaction } from "../../client.ts";

/** What has lasted shorter may still be in somebody's hands. */
const YOUNG = sql`interval '1 minute'`;
const MOST = 500;

/** One sweep at a time, of all processes together; false while another one has it. */
export async function claimSweep(tx: Transaction): Promise<boolean> {
  const [row] = await tx.execute<{ claimed: boolean }>(
    sql`select pg_try_advisory_xact_lock(7300416) as claimed`,
  );
  return row?.claimed === true;
}

/** A pending task that no job will ever take up. */
export interface LostTask {
  organizationId: number;
  id: number;
  integrationId: number;
  operation: string;
  generation: number;
  subjectId: number | null;
}

/** Jobs that are not over, by the task or import they name. */
const living = (queues: readonly string[], key: string) =>
  sql`select (j.data->>${key})::bigint as id from pgboss.job j where j.name in ${queues} and j.state < 'completed'`;

/**
 * Pending tasks that are due and have no job: of all, or of one integration that is being released,
 * however young. What is held waits for a person and has none.
 */
export async function findTasksWithoutJob(
  tx: Queryable,
  queues: readonly string[],
  released?: { organizationId: number; integrationId: number },
): Promise<LostTask[]> {
  const which = released
    ? sql`t.organization_id = ${released.organizationId} and t.integration_id = ${released.integrationId}`
    : sql`greatest(t.created_at, t.next_try_at) < clock_timestamp() - ${YOUNG}
       and not exists (select from restore_holds h
                        where h.organization_id = t.organization_id and h.integration_id = t.integration_id and h.released_at is null)`;
  const rows = await tx.execute(sql`
    with living as materialized (${living(queues, "taskId")})
    select t.organization_id, t.id, t.integration_id, t.operation, t.generation, t.subject_id
      from tasks t
     where t.status = 'pending'
       and ${which}
       and not exists (select from living where living.id = t.id)
       and not exists (select from subjects s
                        where s.organization_id = t.organization_id and s.id = t.subject_id and s.state = 'held')
     order by t.id
     limit ${released ? 100_000 : MOST}
       for no key update of t skip locked`);
  return rows.map((row) => ({
    organizationId: Number(row.organization_id),
    id: Number(row.id),
    integrationId: Number(row.integration_id),
    operation: String(row.operation),
    generation: Number(row.generation),
    subjectId: row.subject_id === null ? null : Number(row.subject_id),
  }));
}

/** Tasks with a file whose question to the partner is due and has no job. */
export async function findUnaskedTasks(
  tx: Queryable,
  queue: string,
): Promise<Array<Pick<LostTask, "organizationId" | "id" | "integrationId" | "generation">>> {
  const rows = await tx.execute(sql`
    with living as materialized (${living([queue], "taskId")})
    select t.organization_id, t.id, t.integration_id, t.generation
      from tasks t
     where (t.organization_id, t.id) in (
             select f.organization_id, f.task_id from files f
              where f.next_confirm_at < clock_timestamp() - ${YOUNG} and f.status = 'sent')
       and t.status <> 'pending'
       and not exists (select from living where living.id = t.id)
     order by t.id
     limit ${MOST}`);
  return rows.map((row) => ({
    organizationId: Number(row.organization_id),
    id: Number(row.id),
    integrationId: Number(row.integration_id),
    generation: Number(row.generation),
  }));
}

/** Imports whose file is in the store and that no job reads. */
export async function findImportsWithoutJob(
  tx: Queryable,
  queue: string,
): Promise<Array<{ organizationId: number; importId: number }>> {
  const rows = await tx.execute(sql`
    with living as materialized (${living([queue], "importId")})
    select i.organization_id, i.id from imports i
     where i.status in ('waiting', 'running') and i.storage_key is not null
       and i.created_at < clock_timestamp() - ${YOUNG}
       and not exists (select from living where living.id = i.id)
     order by i.id
     limit ${MOST}`);
  return rows.map((row) => ({
    organizationId: Number(row.organization_id),
    importId: Number(row.id),
  }));
}

/** A planned run that may stand too far ahead, with what its rule needs. */
export interface FarSchedule {
  organizationId: number;
  integrationId: number;
  operation: string;
  nextRunAt: Date;
  intervalMinutes: number;
  timeZone: string;
  connectorId: string;
}

/** Planned runs of active integrations further ahead than a day or two of their own intervals. */
export async function listFarSchedules(tx: Queryable, now: Date): Promise<FarSchedule[]> {
  const moment = sql`${now.toISOString()}::timestamptz`;
  const rows = await tx.execute(sql`
    select s.organization_id, s.integration_id, s.operation, i.interval_minutes, i.connector_id, o.time_zone,
           extract(epoch from least(s.next_run_at, '9999-01-01'::timestamptz)) * 1000 as ms
      from schedules s
      join integrations i on i.organization_id = s.organization_id and i.id = s.integration_id
      join organizations o on o.id = s.organization_id
     where s.next_run_at > ${moment} + interval '25 hours' and i.active
     order by s.next_run_at desc
     limit ${MOST}`);
  return rows.map((row) => ({
    organizationId: Number(row.organization_id),
    integrationId: Number(row.integration_id),
    operation: String(row.operation),
    nextRunAt: new Date(Number(row.ms)),
    intervalMinutes: Number(row.interval_minutes),
    timeZone: String(row.time_zone),
    connectorId: String(row.connector_id),
  }));
}

/** Brings a planned run back to `to`, if it still stands after it. */
export async function pullSchedule(
  tx: Queryable,
  { organizationId, integrationId, operation }: FarSchedule,
  to: Date,
): Promise<boolean> {
  const rows = await tx.execute(sql`
    update schedules set next_run_at = ${to.toISOString()}::timestamptz
     where organization_id = ${organizationId} and integration_id = ${integrationId} and operation = ${operation}
       and next_run_at > ${to.toISOString()}::timestamptz returning 1`);
  return rows.length > 0;
}
