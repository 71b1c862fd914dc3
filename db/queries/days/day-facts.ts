import { type SQL, sql } from "drizzle-orm";
import type { DayFacts, DayFile, TaskDay } from "@/lib/core/day-account.ts";
import type { DayKind } from "@/lib/core/movement-day.ts";
import type { Day } from "@/lib/core/period.ts";
import type { Queryable, Transaction } from "../../client.ts";
import { writeJson } from "../../write-json.ts";

/** One operation of one integration. */
export interface OperationOf {
  organizationId: number;
  integrationId: number;
  operation: string;
}

/** Facts of one task about one branch's day. */
export interface BranchDayFacts extends DayFacts {
  branchId: number;
  day: Day;
}

/** What the account says of a branch's day. */
export interface BranchDay extends TaskDay {
  branchId: number;
  day: Day;
}

const of = ({ organizationId, integrationId, operation }: OperationOf): SQL =>
  sql`organization_id = ${organizationId} and integration_id = ${integrationId} and operation = ${operation}`;

/** Operations whose tasks were made, or whose account was written, since then. */
export async function listAccountedOperations(db: Queryable, since: Day): Promise<OperationOf[]> {
  const rows = await db.execute<{ organization: string; integration: string; operation: string }>(
    sql`select distinct organization_id as organization, integration_id as integration, operation from task_days where day >= ${since}::date
        union select organization_id, integration_id, operation from day_accounts where day >= ${since}::date and outcome is not null`,
  );
  return rows.map((row) => ({
    organizationId: Number(row.organization),
    integrationId: Number(row.integration),
    operation: row.operation,
  }));
}

/** Holds the account of an operation for the rest of the transaction, as its triggers do. */
export async function lockAccount(tx: Transaction, operation: OperationOf): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${operation.organizationId}:${operation.integrationId}:${operation.operation}`}, 20261129))`,
  );
}

/** All that is known of an operation's days from then on, from the tables that the facts are in. */
export async function readDayFacts(
  db: Queryable,
  operation: OperationOf,
  since: Day,
): Promise<BranchDayFacts[]> {
  const { organizationId } = operation;
  const notes = await db.execute<{
    task: string;
    branch: string;
    day: Day;
    versions: Partial<Record<DayKind | "covered", number>>;
  }>(sql`
    select task_id as task, branch_id as branch, day::text, jsonb_object_agg(kind, version) as versions
      from task_days where ${of(operation)} and day >= ${since}::date group by 1, 2, 3`);
  const ids = writeJson([...new Set(notes.map(({ task }) => Number(task)))]);
  const ofTasks = sql`(select e::bigint from jsonb_array_elements_text(${ids}::text::jsonb) e)`;
  const tasks = await db.execute<{
    id: string;
    status: DayFacts["status"];
    generation: number;
    prepared: boolean;
    finished: string | null;
    created: string;
  }>(sql`
    select id, status, generation, prepared_at is not null as prepared, finished_at as finished, created_at as created
      from tasks where organization_id = ${organizationId} and id in ${ofTasks}`);
  const files = await db.execute<{
    id: string;
    task: string;
    branch: string | null;
    day: Day | null;
    status: DayFile["status"];
    kind: string | null;
    rows: number;
    answered: string | null;
    rejections: number;
  }>(sql`
    select f.id, f.task_id as task, f.branch_id as branch, f.day::text, f.status, f.failure_kind as kind, f.rows,
           coalesce(f.confirmed_at, f.delivered_at) as answered,
           (select count(*)::int from rejections r where r.organization_id = f.organization_id and r.file_id = f.id) as rejections
      from files f where f.organization_id = ${organizationId} and f.task_id in ${ofTasks} and f.superseded_at is null`);
  const refused = await db.execute<{
    task: string;
    generation: number;
    branch: string | null;
    day: Day | null;
    count: number;
  }>(sql`
    select task_id as task, generation, branch_id as branch, day::text, count(*)::int as count
      from rejections where organization_id = ${organizationId} and task_id in ${ofTasks} and file_id is null group by 1, 2, 3, 4`);
  const filesOf = Map.groupBy(files, ({ task }) => Number(task));
  const refusedOf = Map.groupBy(refused, ({ task }) => Number(task));
  const taskOf = new Map(tasks.map((task) => [Number(task.id), task]));
  return notes.flatMap((note) => {
    const task = taskOf.get(Number(note.task));
    if (!task) return [];
    const taskId = Number(note.task);
    const [branchId, day] = [Number(note.branch), note.day];
    const all = filesOf.get(taskId) ?? [];
    const { covered: _covered, ...versions } = note.versions;
    const documents = Object.values(versions).reduce((sum, version) => sum + version, 0);
    return {
      taskId,
      branchId,
      day,
      status: task.status,
      prepared: task.prepared,
      finishedAt: task.finished === null ? null : new Date(task.finished),
      createdAt: new Date(task.created),
      versions,
      ownRefused: (refusedOf.get(taskId) ?? [])
        .filter(
          (row) =>
            row.generation === task.generation &&
            (row.branch === null || Number(row.branch) === branchId) &&
            (row.day === null || row.day === day),
        )
        .reduce((sum, { count }) => sum + count, 0),
      files: all
        .filter(
          (file) =>
            (file.branch === null || Number(file.branch) === branchId) &&
            (file.day === null ||
              file.day === day ||
              (documents > 0 && file.day === nextDayOf(all, file.branch, day))),
        )
        .map((file) => ({
          id: Number(file.id),
          status: file.status,
          failureKind: file.kind,
          rows: file.rows,
          rejections: file.rejections,
          answeredAt: file.answered === null ? null : new Date(file.answered),
        })),
    };
  });
}

/** The file of a branch that holds a day which no file names: the next one that names a later day. */
function nextDayOf(
  files: ReadonlyArray<{ branch: string | null; day: Day | null }>,
  branch: string | null,
  day: Day,
): Day | undefined {
  return files
    .flatMap((file) =>
      file.branch === branch && file.day !== null && file.day >= day ? file.day : [],
    )
    .toSorted()[0];
}

/** What the account says of an operation's days from then on, where a task has read them. */
export async function listBranchDays(
  db: Queryable,
  operation: OperationOf,
  since: Day,
): Promise<BranchDay[]> {
  const rows = await db.execute<{
    branch: string;
    day: Day;
    outcome: TaskDay["outcome"];
    task: string;
    file: string | null;
    records: number;
    refused: number;
    at: string;
    versions: TaskDay["versions"];
  }>(sql`
    select branch_id as branch, day::text, outcome, task_id as task, file_id as file, records, refused, at, versions
      from day_accounts where ${of(operation)} and day >= ${since}::date and outcome is not null`);
  return rows.map((row) => ({
    branchId: Number(row.branch),
    day: row.day,
    outcome: row.outcome,
    taskId: Number(row.task),
    fileId: row.file === null ? null : Number(row.file),
    records: row.records,
    refused: row.refused,
    at: new Date(row.at),
    versions: row.versions,
  }));
}

/** Puts what was computed in the place of what the account says. */
export async function saveBranchDays(
  tx: Transaction,
  { organizationId, integrationId, operation }: OperationOf,
  days: readonly BranchDay[],
): Promise<void> {
  await tx.execute(sql`
    insert into day_accounts (organization_id, integration_id, operation, day, branch_id, outcome, task_id, file_id, records, refused, at, versions)
    select ${organizationId}::bigint, ${integrationId}::bigint, ${operation}, d.day, d."branchId", d.outcome, d."taskId", d."fileId", d.records, d.refused, d.at, d.versions
      from jsonb_to_recordset(${writeJson(days)}::text::jsonb) as d(day date, "branchId" bigint, outcome text, "taskId" bigint, "fileId" bigint, records int, refused int, at timestamptz, versions jsonb)
    on conflict (organization_id, integration_id, operation, day, branch_id) do update
      set outcome = excluded.outcome, task_id = excluded.task_id, file_id = excluded.file_id, records = excluded.records,
          refused = excluded.refused, at = excluded.at, versions = excluded.versions`);
}
