import { and, asc, count, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { GridPage } from "@/lib/core/grid.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import { STATUS_LABEL, TASK_STATUSES, type TaskStatus } from "@/lib/core/status.ts";
import type { Queryable } from "../../client.ts";
import { connectors, integrations } from "../../schema/integrations.ts";
import { files, rejections, tasks } from "../../schema/tasks.ts";
import { branches } from "../../schema/people.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";

interface TaskListQuestion {
  organizationId: number;
  integrationId: number;
  query: ListQuery<"tasks">;
  /** Zone in which the page shows its dates: what is searched is what is seen. */
  timeZone: string;
  /** Operation → its label, for the same reason. */
  operations: Readonly<Record<string, string>>;
}

const columns = {
  id: tasks.id,
  operation: tasks.operation,
  period: tasks.period,
  status: tasks.status,
  failureKind: tasks.failureKind,
  failureReason: tasks.failureReason,
  requestedName: tasks.requestedName,
  origin: tasks.origin,
  generation: tasks.generation,
  attempt: tasks.attempt,
  preparedAt: tasks.preparedAt,
  startedAt: tasks.startedAt,
  finishedAt: tasks.finishedAt,
  nextTryAt: tasks.nextTryAt,
  records: tasks.records,
  createdAt: tasks.createdAt,
};

const SORTS: Sorts<"tasks"> = {
  code: sql`${tasks.id}`,
  createdAt: sql`${tasks.createdAt}`,
  first: sql`lower(${tasks.period})`,
  last: sql`upper(${tasks.period})`,
  user: sql`${tasks.requestedName}`,
  status: sql`${tasks.status}`,
  operation: sql`${tasks.operation}`,
};

/** One page of an integration's tasks, newest first. */
export async function listTasks(db: Queryable, question: TaskListQuestion) {
  const { query } = question;
  const where = and(
    eq(tasks.organizationId, question.organizationId),
    eq(tasks.integrationId, question.integrationId),
    ...restrict(question),
  );
  const rows = await db
    .select(columns)
    .from(tasks)
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, sql`${tasks.id} desc`))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(tasks).where(where);
  return { rows, total: counted?.total ?? 0 } satisfies GridPage<unknown>;
}

function restrict({ query, timeZone, operations }: TaskListQuestion): (SQL | undefined)[] {
  const { status, user, operation } = query.filters;
  const statuses = TASK_STATUSES.filter((one) => status?.includes(one));
  const label = (
    column: SQL | typeof tasks.status | typeof tasks.operation,
    names: Readonly<Record<string, string>>,
  ) =>
    sql`case ${column} ${sql.join(
      Object.entries(names).map(([value, name]) => sql`when ${value} then ${name}::text`),
      sql` `,
    )} else '' end`;
  const shown = sql`concat_ws(' ', ${tasks.id}, to_char(${tasks.createdAt} at time zone ${timeZone}::text, 'DD/MM/YYYY HH24:MI:SS'), to_char(lower(${tasks.period}), 'DD/MM/YYYY'), to_char(upper(${tasks.period}) - 1, 'DD/MM/YYYY'), ${tasks.requestedName}, ${label(tasks.status, STATUS_LABEL)}, ${Object.keys(operations).length > 1 ? label(tasks.operation, operations) : sql`null`}, ${tasks.failureReason})`;
  return [
    status?.length ? inArray(tasks.status, statuses.length ? statuses : ["pending"]) : undefined,
    user?.length ? inArray(tasks.requestedName, user) : undefined,
    operation?.length ? inArray(tasks.operation, operation) : undefined,
    matchWords(shown, query.search),
  ];
}

/** Who asked for the most recent tasks: the choices of the "Usuário" filter. */
export async function listTaskRequesters(
  db: Queryable,
  organizationId: number,
  integrationId: number,
): Promise<string[]> {
  const recent = db
    .select({ name: tasks.requestedName })
    .from(tasks)
    .where(and(eq(tasks.organizationId, organizationId), eq(tasks.integrationId, integrationId)))
    .orderBy(desc(tasks.id))
    .limit(1000)
    .as("recent");
  const rows = await db
    .selectDistinct({ name: recent.name })
    .from(recent)
    .orderBy(asc(recent.name));
  return rows.map((row) => row.name);
}

/** How far the current files of these tasks have come. */
export async function countFilesOfTasks(
  db: Queryable,
  organizationId: number,
  taskIds: readonly number[],
): Promise<Map<number, { made: number; settled: number }>> {
  if (taskIds.length === 0) return new Map();
  const rows = await db
    .select({
      taskId: files.taskId,
      made: count(),
      settled: sql<number>`count(*) filter (where ${files.status} <> 'pending')`.mapWith(Number),
    })
    .from(files)
    .where(
      and(
        eq(files.organizationId, organizationId),
        inArray(files.taskId, [...taskIds]),
        isNull(files.supersededAt),
      ),
    )
    .groupBy(files.taskId);
  return new Map(rows.map((row) => [row.taskId, { made: row.made, settled: row.settled }]));
}

/** A task by its code, among those the caller's role may see. */
export async function findTaskForPerson(db: Queryable, taskId: number) {
  const [row] = await db
    .select({
      ...columns,
      organizationId: tasks.organizationId,
      integrationId: tasks.integrationId,
      generationStartedAt: tasks.generationStartedAt,
      description: integrations.description,
      integrationActive: integrations.active,
      connectorId: connectors.id,
      connectorName: connectors.name,
    })
    .from(tasks)
    .innerJoin(
      integrations,
      and(
        eq(integrations.organizationId, tasks.organizationId),
        eq(integrations.id, tasks.integrationId),
      ),
    )
    .innerJoin(connectors, eq(connectors.id, integrations.connectorId))
    .where(eq(tasks.id, taskId));
  return row;
}

/** Records refused in the task's current generation: the first `limit`, and how many there are. */
export async function listRejections(
  db: Queryable,
  organizationId: number,
  taskId: number,
  generation: number,
  limit: number,
) {
  const where = and(
    eq(rejections.organizationId, organizationId),
    eq(rejections.taskId, taskId),
    eq(rejections.generation, generation),
  );
  const rows = await db
    .select({
      id: rejections.id,
      recordKey: rejections.recordKey,
      code: rejections.code,
      message: rejections.message,
      branch: branches.name,
      day: rejections.day,
    })
    .from(rejections)
    .leftJoin(
      branches,
      and(
        eq(branches.organizationId, rejections.organizationId),
        eq(branches.id, rejections.branchId),
      ),
    )
    .where(where)
    .orderBy(asc(rejections.id))
    .limit(limit);
  const [counted] = await db.select({ total: count() }).from(rejections).where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** When the current files of a task were first sent, and when the last of them was accepted. */
export async function readDeliveryTimes(
  db: Queryable,
  organizationId: number,
  taskId: number,
): Promise<{
  deliveredAt: Date | null;
  confirmedAt: Date | null;
  count: Record<TaskStatus, number>;
}> {
  const rows = await db
    .select({
      status: files.status,
      count: count(),
      deliveredAt: sql`max(${files.deliveredAt})`.mapWith(files.deliveredAt),
      confirmedAt: sql`max(${files.confirmedAt})`.mapWith(files.confirmedAt),
    })
    .from(files)
    .where(
      and(
        eq(files.organizationId, organizationId),
        eq(files.taskId, taskId),
        isNull(files.supersededAt),
      ),
    )
    .groupBy(files.status);
  const latest = (pick: (row: (typeof rows)[number]) => Date | null) =>
    rows.reduce<Date | null>(
      (last, row) => ((pick(row) ?? 0) > (last ?? 0) ? pick(row) : last),
      null,
    );
  return {
    deliveredAt: latest((row) => row.deliveredAt),
    confirmedAt: latest((row) => row.confirmedAt),
    count: Object.fromEntries(
      TASK_STATUSES.map((status) => [
        status,
        rows.find((row) => row.status === status)?.count ?? 0,
      ]),
    ) as Record<TaskStatus, number>,
  };
}
