import { type SQL, sql } from "drizzle-orm";
import type { DayKind } from "@/lib/core/movement-day.ts";
import type { Day, Period } from "@/lib/core/period.ts";
import type { Queryable, Transaction } from "../../client.ts";
import { writeJson } from "../../write-json.ts";
import type { TaskRow } from "./tasks.ts";

/** Days of branches that were read to be sent. */
export interface DayRead {
  kind: DayKind;
  branchIds: readonly number[];
  period: Period;
}

/**
 * Notes which versions of these days the task's files hold: as the task's own snapshot sees them, so
 * that what arrives while they are made counts as later. A reprocess leaves the note of a day whose
 * file was accepted before, since that file is not made again.
 */
export async function recordTaskDays(
  tx: Transaction,
  task: TaskRow,
  reads: readonly DayRead[],
): Promise<void> {
  if (reads.length === 0 || task.snapshot === null) return;
  const { organizationId, id, integrationId, operation, generation, snapshot } = task;
  await tx.execute(sql`
    insert into task_days (organization_id, task_id, kind, branch_id, day, integration_id, operation, generation, version)
    select distinct on (r.kind, b.id, d.day) ${organizationId}::bigint, ${id}::bigint, r.kind, b.id, d.day::date, ${integrationId}::bigint, ${operation}, ${generation}::int,
           coalesce((select sum(c.documents) from movement_changes c
                      where c.organization_id = ${organizationId} and c.day = d.day::date and c.branch_id = b.id and c.kind = r.kind
                        and pg_visible_in_snapshot(c.written_by, ${snapshot}::pg_snapshot)), 0)
      from json_to_recordset(${writeJson(reads)}::text::json) as r(kind text, "branchIds" jsonb, period jsonb)
     cross join lateral (select e::bigint as id from jsonb_array_elements_text(r."branchIds") e) b
     cross join lateral generate_series((r.period ->> 'first')::date, (r.period ->> 'last')::date, interval '1 day') d(day)
    on conflict (organization_id, task_id, kind, branch_id, day) do update
       set version = case when task_days.generation = excluded.generation then least(task_days.version, excluded.version) else excluded.version end,
           generation = excluded.generation
     where not ${answered(sql`task_days`, sql`and f.generation < excluded.generation`)}`);
}

/**
 * Notes of every day of the task that nothing was noted of that the task has covered it: its files
 * are all made, so that a day without one had nothing to send.
 */
export async function recordCoveredDays(
  tx: Transaction,
  { organizationId, id, integrationId, operation, generation, period }: TaskRow,
  branchIds: readonly number[],
): Promise<void> {
  await tx.execute(sql`
    insert into task_days (organization_id, task_id, kind, branch_id, day, integration_id, operation, generation, version)
    select ${organizationId}::bigint, ${id}::bigint, 'covered', b.id::bigint, d.day::date, ${integrationId}::bigint, ${operation}, ${generation}::int, 0
      from jsonb_array_elements_text(${writeJson(branchIds)}::text::jsonb) b(id)
     cross join generate_series(${period.first}::date, ${period.last}::date, interval '1 day') d(day)
     where not exists (select from task_days n where n.organization_id = ${organizationId} and n.task_id = ${id} and n.branch_id = b.id::bigint and n.day = d.day::date)
    on conflict do nothing`);
}

/**
 * Whether a file of the note's task that covers its branch and day was taken by the partner. A file
 * that names a day covers those before it too that no other file of its branch names.
 */
const answered = (note: SQL, more = sql``) => sql`exists (
  select from files f
   where f.organization_id = ${note}.organization_id and f.task_id = ${note}.task_id and f.superseded_at is null and f.status in ('sent', 'done')
     and (f.branch_id is null or f.branch_id = ${note}.branch_id) ${more}
     and (f.day is null or f.day = (select min(g.day) from files g
                                     where g.organization_id = f.organization_id and g.task_id = f.task_id and g.superseded_at is null
                                       and g.branch_id is not distinct from f.branch_id and g.day >= ${note}.day)))`;

/** The note counts as delivered: the partner has the task's files, or the one that covers this day. */
const delivered = (note: SQL) =>
  sql`exists (select from tasks t where t.organization_id = ${note}.organization_id and t.id = ${note}.task_id and (t.status in ('sent', 'done') or ${answered(note)}))`;

/** A day of which an operation's partner does not have all, although it has the day. */
export interface ChangedDay {
  operation: string;
  day: Day;
  branches: number;
}

/**
 * Days of the period that changed after an operation of the integration delivered them, with the
 * number of branches, in order of operation and day.
 */
export async function listChangedDays(
  db: Queryable,
  { organizationId, integrationId }: { organizationId: number; integrationId: number },
  operations: readonly string[],
  period: Period,
): Promise<ChangedDay[]> {
  const rows = await db.execute<{ operation: string; day: Day; branches: number }>(sql`
    select o.operation, c.day::text as day, count(distinct c.branch_id)::int as branches
      from (select branch_id, kind, day, sum(documents) as version from movement_changes
             where organization_id = ${organizationId} and day between ${period.first} and ${period.last}
             group by branch_id, kind, day) c
     cross join jsonb_array_elements_text(${writeJson(operations)}::text::jsonb) o(operation)
     cross join lateral (
       select n.version from task_days n
        where n.organization_id = ${organizationId} and n.integration_id = ${integrationId} and n.operation = o.operation
          and n.kind = c.kind and n.branch_id = c.branch_id and n.day = c.day and ${delivered(sql`n`)}
        order by n.version desc limit 1) d
     where d.version < c.version
     group by o.operation, c.day
     order by o.operation, c.day`);
  return [...rows];
}

const BATCH = 5_000;

/**
 * Removes notes of old tasks where a later task delivered the same day at least as new, except those
 * that the account of days goes by; at most a batch of them.
 */
export async function removeRepeatedTaskDays(db: Queryable, before: Date): Promise<number> {
  const rows = await db.execute(sql`
    delete from task_days where ctid in (
      select n.ctid from task_days n
        join tasks t on t.organization_id = n.organization_id and t.id = n.task_id and t.created_at < ${before.toISOString()}::timestamptz and t.status = 'done'
       where not exists (
         select from day_accounts a
          where a.organization_id = n.organization_id and a.integration_id = n.integration_id and a.operation = n.operation
            and a.day = n.day and a.branch_id = n.branch_id and a.task_id = n.task_id)
         and exists (
         select from task_days l join tasks u on u.organization_id = l.organization_id and u.id = l.task_id and u.status = 'done'
          where l.organization_id = n.organization_id and l.integration_id = n.integration_id and l.operation = n.operation and l.kind = n.kind
            and l.branch_id = n.branch_id and l.day = n.day and l.version >= n.version and l.task_id > n.task_id)
       limit ${BATCH})
    returning 1`);
  return rows.length;
}
