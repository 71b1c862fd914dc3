import { type SQL, sql } from "drizzle-orm";
import type { DayOutcome } from "@/lib/core/day-account.ts";
import type { Day, Period } from "@/lib/core/period.ts";
import type { Queryable } from "../../client.ts";
import { writeJson } from "../../write-json.ts";

/** A branch's day as the account has it, beside what arrived since and what runs now. */
export interface AccountDayRow {
  operation: string;
  branchId: number;
  day: Day;
  dueAt: Date | null;
  off: boolean;
  outcome: DayOutcome | null;
  taskId: number | null;
  fileId: number | null;
  records: number;
  refused: number;
  at: Date | null;
  changed: boolean;
  running: boolean;
}

/** Whether the day has more by now than the newest version that was delivered. */
const changedSince = (row: SQL) => sql`(
  ${row}.outcome in ('accepted', 'sent', 'refused', 'empty') and exists (
    select from movement_changes c
     where c.organization_id = ${row}.organization_id and c.day = ${row}.day and c.branch_id = ${row}.branch_id and ${row}.versions ? c.kind
     group by c.kind having sum(c.documents) > (${row}.versions ->> c.kind)::bigint))`;

/** Whether a pending task is over the day. */
const underWay = (row: SQL) => sql`exists (
  select from tasks t
   where t.organization_id = ${row}.organization_id and t.integration_id = ${row}.integration_id and t.operation = ${row}.operation
     and t.status = 'pending' and t.subject_id is null and t.period @> ${row}.day
     and coalesce(t.parameters -> 'branchIds', jsonb_build_array(coalesce((t.parameters ->> 'branchId')::bigint, ${row}.branch_id))) @> to_jsonb(${row}.branch_id))`;

/** The account of an integration's days within a period. */
export async function listAccountDays(
  db: Queryable,
  { organizationId, integrationId }: { organizationId: number; integrationId: number },
  operations: readonly string[],
  period: Period,
): Promise<AccountDayRow[]> {
  const rows = await db.execute<Record<string, unknown>>(sql`
    select a.operation, a.branch_id, a.day::text as day, a.due_at, a.off, a.outcome, a.task_id, a.file_id, a.records, a.refused, a.at,
           ${changedSince(sql`a`)} as changed, ${underWay(sql`a`)} as running
      from day_accounts a
     where a.organization_id = ${organizationId} and a.integration_id = ${integrationId} and a.day between ${period.first}::date and ${period.last}::date
       and a.operation in (select jsonb_array_elements_text(${writeJson(operations)}::text::jsonb))
     order by a.operation, a.day, a.branch_id`);
  return rows.map((row) => ({
    operation: row.operation as string,
    branchId: Number(row.branch_id),
    day: row.day as Day,
    dueAt: readInstant(row.due_at),
    off: row.off as boolean,
    outcome: row.outcome as DayOutcome | null,
    taskId: row.task_id === null ? null : Number(row.task_id),
    fileId: row.file_id === null ? null : Number(row.file_id),
    records: row.records as number,
    refused: row.refused as number,
    at: readInstant(row.at),
    changed: row.changed as boolean,
    running: row.running as boolean,
  }));
}

const readInstant = (value: unknown) => (value === null ? null : new Date(value as string));

/** What an integration's account amounts to: for its head and for its row in the list. */
export interface DaySums {
  integrationId: number;
  /** The last day that every branch's partner has. */
  sentUntil: Day | null;
  missingDays: number;
  changedDays: number;
  /** Which are missing, in order. */
  missing: Day[];
}

/** Sums of the days since `since`, of each of these integrations that has any. */
export async function sumAccountDays(
  db: Queryable,
  integrations: ReadonlyArray<{ organizationId: number; id: number }>,
  since: Day,
): Promise<Map<number, DaySums>> {
  if (integrations.length === 0) return new Map();
  const rows = await db.execute<{
    integration: string;
    sent_until: Day | null;
    missing: number;
    changed: number;
    days: Day[] | null;
  }>(sql`
    with days as (
      select a.integration_id, a.day,
             bool_and(coalesce(a.outcome in ('accepted', 'sent', 'refused', 'empty'), false)) filter (where a.due_at is not null or a.outcome is not null) as whole,
             bool_or(a.due_at is not null and (a.outcome is null or a.outcome = 'failed') and not ${underWay(sql`a`)}) as missing,
             bool_or(${changedSince(sql`a`)}) as changed
        from jsonb_to_recordset(${writeJson(integrations.map(({ organizationId, id }) => ({ organizationId, id })))}::text::jsonb) as w("organizationId" bigint, id bigint)
        join day_accounts a on a.organization_id = w."organizationId" and a.integration_id = w.id and a.day >= ${since}::date
       group by a.integration_id, a.day)
    select integration_id as integration, (max(day) filter (where whole))::text as sent_until,
           (count(*) filter (where missing))::int as missing, (count(*) filter (where changed and not coalesce(missing, false)))::int as changed,
           jsonb_agg(day order by day) filter (where missing) as days
      from days group by integration_id`);
  return new Map(
    rows.map((row) => [
      Number(row.integration),
      {
        integrationId: Number(row.integration),
        sentUntil: row.sent_until,
        missingDays: row.missing,
        changedDays: row.changed,
        missing: row.days ?? [],
      },
    ]),
  );
}

/**
 * Active integrations with a day since then that is due and that no task has delivered or is
 * sending; at most `limit`. An empty list of clients does not narrow.
 */
export async function listMissingIntegrations(
  db: Queryable,
  organizationIds: readonly number[],
  since: Day,
  limit: number,
): Promise<number[]> {
  const scope =
    organizationIds.length > 0
      ? sql`and a.organization_id in (select e::bigint from jsonb_array_elements_text(${writeJson(organizationIds)}::text::jsonb) e)`
      : sql``;
  const rows = await db.execute<{ id: string }>(sql`
    select i.id from integrations i
     where i.active and exists (
       select from day_accounts a
        where a.organization_id = i.organization_id and a.integration_id = i.id and a.due_at is not null
          and (a.outcome is null or a.outcome in ('failed', 'pending')) and a.outcome is distinct from 'pending'
          and a.day >= ${since}::date and not ${underWay(sql`a`)} ${scope})
     order by i.id limit ${limit}`);
  return rows.map((row) => Number(row.id));
}
