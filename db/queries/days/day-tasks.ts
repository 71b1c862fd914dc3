import { sql } from "drizzle-orm";
import type { Day } from "@/lib/core/period.ts";
import type { TaskStatus } from "@/lib/core/status.ts";
import type { Queryable } from "../../client.ts";
import type { OperationOf } from "./day-facts.ts";

/** A task that was over a branch's day. */
export interface DayTask {
  id: number;
  status: TaskStatus;
  failureReason: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  files: DayTaskFile[];
}

/** A file of it that holds the day, or may. */
export interface DayTaskFile {
  id: number;
  name: string;
  status: TaskStatus;
  rows: number;
  failureReason: string | null;
}

/** Tasks over a branch's day, newest first, with the files that hold it; at most ten. */
export async function listDayTasks(
  db: Queryable,
  { organizationId, integrationId, operation }: OperationOf,
  branchId: number,
  day: Day,
): Promise<DayTask[]> {
  const rows = await db.execute<{
    id: string;
    status: TaskStatus;
    failure_reason: string | null;
    created_at: string;
    finished_at: string | null;
    files: DayTaskFile[] | null;
  }>(sql`
    select t.id, t.status, t.failure_reason, t.created_at, t.finished_at,
           (select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'status', f.status, 'rows', f.rows, 'failureReason', f.failure_reason) order by f.status = 'failed' desc, f.id)
              from (select * from files f
                     where f.organization_id = t.organization_id and f.task_id = t.id and f.superseded_at is null
                       and (f.branch_id is null or f.branch_id = ${branchId}) and (f.day is null or f.day >= ${day}::date)
                     order by f.status = 'failed' desc, f.day, f.id limit 20) f) as files
      from tasks t
     where t.organization_id = ${organizationId} and t.integration_id = ${integrationId} and t.operation = ${operation}
       and t.period @> ${day}::date and t.subject_id is null
       and coalesce(t.parameters -> 'branchIds', jsonb_build_array(coalesce((t.parameters ->> 'branchId')::bigint, ${branchId}))) @> to_jsonb(${branchId}::bigint)
     order by t.id desc limit 10`);
  return rows.map((row) => ({
    id: Number(row.id),
    status: row.status,
    failureReason: row.failure_reason,
    createdAt: new Date(row.created_at),
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
    files: (row.files ?? []).map((file) => ({ ...file, id: Number(file.id) })),
  }));
}
