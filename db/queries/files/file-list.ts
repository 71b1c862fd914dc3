import { and, asc, count, eq, gt, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import { STATUS_LABEL, TASK_STATUSES } from "@/lib/core/status.ts";
import type { Queryable } from "../../client.ts";
import { connectors, integrations } from "../../schema/integrations.ts";
import { files, tasks } from "../../schema/tasks.ts";
import { branches } from "../../schema/people.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";

const columns = {
  id: files.id,
  taskId: files.taskId,
  operation: sql<string>`(select t.operation from ${tasks} t where t.organization_id = ${files.organizationId} and t.id = ${files.taskId})`,
  generation: files.generation,
  name: files.name,
  status: files.status,
  failureReason: files.failureReason,
  branch: branches.name,
  day: files.day,
  rows: files.rows,
  bytes: files.bytes,
  attempts: files.attempts,
  deliveredAt: files.deliveredAt,
  supersededAt: files.supersededAt,
  removedAt: files.removedAt,
  createdAt: files.createdAt,
};

const ofBranch = and(
  eq(branches.organizationId, files.organizationId),
  eq(branches.id, files.branchId),
);

const SORTS: Sorts<"files"> = {
  name: sql`${files.name}`,
  task: sql`${files.taskId}`,
  status: sql`${files.status}`,
  day: sql`${files.day}`,
  rows: sql`${files.rows}`,
  bytes: sql`${files.bytes}`,
  createdAt: sql`${files.createdAt}`,
};

/** One page of the files of an integration across its tasks, newest first. */
export async function listIntegrationFiles(
  db: Queryable,
  {
    organizationId,
    integrationId,
    query,
    timeZone,
  }: { organizationId: number; integrationId: number; query: ListQuery<"files">; timeZone: string },
) {
  const { status, branch } = query.filters;
  const branchIds = (branch ?? []).map(Number).filter(Number.isSafeInteger);
  const where = and(
    eq(files.organizationId, organizationId),
    eq(files.integrationId, integrationId),
    status?.length
      ? inArray(
          files.status,
          TASK_STATUSES.filter((one) => status.includes(one)),
        )
      : undefined,
    branch?.length ? inArray(files.branchId, branchIds) : undefined,
    matchWords(shownText(timeZone), query.search),
  );
  const rows = await db
    .select(columns)
    .from(files)
    .leftJoin(branches, ofBranch)
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, sql`${files.id} desc`))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  // The branch's name is searched, so the count needs it; otherwise the join would only cost.
  const counted = query.search
    ? db.select({ total: count() }).from(files).leftJoin(branches, ofBranch)
    : db.select({ total: count() }).from(files);
  const [{ total } = { total: 0 }] = await counted.where(where);
  return { rows, total };
}

function shownText(timeZone: string): SQL {
  const label = sql`case ${files.status} ${sql.join(
    Object.entries(STATUS_LABEL).map(([value, name]) => sql`when ${value} then ${name}::text`),
    sql` `,
  )} end`;
  return sql`concat_ws(' ', ${files.name}, ${files.taskId}, ${label}, ${branches.name}, to_char(${files.day}, 'DD/MM/YYYY'), to_char(${files.createdAt} at time zone ${timeZone}::text, 'DD/MM/YYYY HH24:MI'), ${files.failureReason})`;
}

/** A task's files, newest first: the last `limit`, or those older than `before`. */
export async function listTaskFiles(
  db: Queryable,
  {
    organizationId,
    taskId,
    before,
    limit,
  }: { organizationId: number; taskId: number; before?: number | undefined; limit: number },
) {
  const ofTask = and(eq(files.organizationId, organizationId), eq(files.taskId, taskId));
  const rows = await db
    .select(columns)
    .from(files)
    .leftJoin(branches, ofBranch)
    .where(and(ofTask, before === undefined ? undefined : lt(files.id, before)))
    .orderBy(sql`${files.id} desc`)
    .limit(limit);
  const [counted] = await db.select({ total: count() }).from(files).where(ofTask);
  return { rows, total: counted?.total ?? 0 };
}

/** A file by its id, among those the caller's role may see. */
export async function findFileForPerson(db: Queryable, fileId: number) {
  const [row] = await db
    .select({
      ...stored,
      connectorId: connectors.id,
      integrationId: integrations.id,
      description: integrations.description,
      operation: columns.operation,
      supersededAt: files.supersededAt,
      removedAt: files.removedAt,
    })
    .from(files)
    .innerJoin(
      integrations,
      and(
        eq(integrations.organizationId, files.organizationId),
        eq(integrations.id, files.integrationId),
      ),
    )
    .innerJoin(connectors, eq(connectors.id, integrations.connectorId))
    .where(eq(files.id, fileId));
  return row;
}

const stored = {
  id: files.id,
  organizationId: files.organizationId,
  taskId: files.taskId,
  name: files.name,
  storageKey: files.storageKey,
  bytes: files.bytes,
  createdAt: files.createdAt,
};

/** Where the current, kept files of a task are stored, a stretch at a time in the order they were made. */
export async function listStoredFiles(
  db: Queryable,
  {
    organizationId,
    taskId,
    after,
    limit,
  }: { organizationId: number; taskId: number; after: number; limit: number },
) {
  return db
    .select(stored)
    .from(files)
    .where(
      and(
        eq(files.organizationId, organizationId),
        eq(files.taskId, taskId),
        gt(files.id, after),
        isNull(files.supersededAt),
        isNull(files.removedAt),
      ),
    )
    .orderBy(asc(files.id))
    .limit(limit);
}

/** Branches that have files of the integration: the choices of the "Filial" filter. */
export async function listFileBranches(
  db: Queryable,
  organizationId: number,
  integrationId: number,
): Promise<Array<{ id: number; name: string }>> {
  return db
    .select({ id: branches.id, name: branches.name })
    .from(branches)
    .where(
      and(
        eq(branches.organizationId, organizationId),
        sql`exists (select 1 from integration_branches ib where ib.organization_id = ${branches.organizationId} and ib.branch_id = ${branches.id} and ib.integration_id = ${integrationId})`,
      ),
    )
    .orderBy(asc(branches.name));
}
