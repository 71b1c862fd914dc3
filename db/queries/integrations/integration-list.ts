import { type SQL, sql } from "drizzle-orm";
import type { SortedColumn } from "@/lib/core/list-columns.ts";
import type { TaskStatus } from "@/lib/core/status.ts";
import type { Queryable } from "../../client.ts";

/** Whether it runs, was stopped by a person, or by the hub itself. */
export type IntegrationState = "active" | "inactive" | "paused";

/** What a list of integrations is narrowed to; an empty array does not narrow. */
export interface IntegrationFilter {
  search: string;
  organizationIds: readonly number[];
  connectorIds: readonly string[];
  states: readonly IntegrationState[];
  /** "none" = never ran. */
  lastStatuses: ReadonlyArray<TaskStatus | "none">;
}

/** Columns a list can be ordered by; each has an index. */
type IntegrationOrder = "newest" | SortedColumn<"integrations">;

/** One row of the list, as the database gives it. */
export interface ListedIntegration {
  id: number;
  organizationId: number;
  organizationName: string;
  description: string;
  connectorId: string;
  connectorName: string;
  manualMaxDays: number | null;
  retired: boolean;
  active: boolean;
  pausedReason: string | null;
  intervalMinutes: number;
  branchCount: number;
  lastTaskId: number | null;
  lastTaskStatus: TaskStatus | null;
  lastTaskAt: Date | null;
  nextRunAt: Date | null;
}

const STATE: Record<IntegrationState, SQL> = {
  active: sql`i.active`,
  inactive: sql`(not i.active and i.paused_reason is null)`,
  paused: sql`(not i.active and i.paused_reason is not null)`,
};

/** The order, and the same backwards. Every column goes the same way, so that one index serves both. */
function orderBy(order: IntegrationOrder, descending: boolean, table: "i" | "page"): SQL {
  const way = sql.raw(descending ? "desc" : "asc");
  const column = (name: string) => sql`${sql.raw(`${table}.${name}`)} ${way}`;
  if (order === "newest") return sql`${sql.raw(table)}.id desc`;
  if (order === "description") return sql`${column("search_text")}, ${column("id")}`;
  if (order === "type")
    return sql`${column("connector_id")}, ${column("search_text")}, ${column("id")}`;
  return sql`${column("last_task_at")}, ${column("id")}`;
}

/**
 * The beginning of the name or of any word in it, ignoring case and accents. The text is folded before it
 * is escaped: folding turns a full-width "％" into a "%".
 */
function matches(search: string): SQL {
  const folded = sql`enlace_fold(${search})`;
  const like = sql`regexp_replace(${folded}, '([\\\\%_])', '\\\\\\1', 'g')`;
  const ways = [
    sql`i.search_text like ${like} || '%'`,
    sql`i.search_text like '% ' || ${like} || '%'`,
  ];
  // Below three letters a trigram index cannot narrow a pattern; the two ways above still use it.
  if ([...search].length >= 3)
    ways.push(
      sql`i.search_text ~ ('\\m' || regexp_replace(${folded}, '([^a-z0-9 ])', '\\\\\\1', 'g'))`,
    );
  return sql`(${sql.join(ways, sql` or `)})`;
}

function conditions(filter: IntegrationFilter): SQL {
  const all: SQL[] = [];
  const list = (values: readonly (string | number)[]) =>
    sql.join(
      values.map((value) => sql`${value}`),
      sql`, `,
    );
  const search = filter.search.trim().replace(/\s+/g, " ");
  if (search) all.push(matches(search));
  if (filter.organizationIds.length > 0)
    all.push(sql`i.organization_id in (${list(filter.organizationIds)})`);
  if (filter.connectorIds.length > 0)
    all.push(sql`i.connector_id in (${list(filter.connectorIds)})`);
  if (filter.states.length > 0)
    all.push(
      sql`(${sql.join(
        filter.states.map((state) => STATE[state]),
        sql` or `,
      )})`,
    );
  if (filter.lastStatuses.length > 0) {
    const known = filter.lastStatuses.filter((status) => status !== "none");
    const ways = known.map((status) => sql`i.last_task_status = ${sql.raw(`'${status}'`)}`);
    if (known.length < filter.lastStatuses.length) ways.push(sql`i.last_task_status is null`);
    all.push(sql`(${sql.join(ways, sql` or `)})`);
  }
  return all.length > 0 ? sql`where ${sql.join(all, sql` and `)}` : sql``;
}

/** One page of integrations. */
export async function listIntegrationRows(
  db: Queryable,
  filter: IntegrationFilter,
  page: { order: IntegrationOrder; descending: boolean; limit: number; offset: number },
): Promise<ListedIntegration[]> {
  // Only ids are read on the way to a far page; the wide columns are fetched for the rows that are shown.
  const rows = await db.execute<Record<string, unknown>>(sql`
    with page as materialized (
      select i.organization_id, i.id from integrations i ${conditions(filter)}
      order by ${orderBy(page.order, page.descending, "i")} limit ${page.limit} offset ${page.offset}
    )
    select i.*, o.name as organization_name, c.name as connector_name, c.manual_max_days, c.retired,
      (select count(*)::int from integration_branches b where b.organization_id = i.organization_id and b.integration_id = i.id) as branch_count,
      (select min(s.next_run_at) from schedules s where s.organization_id = i.organization_id and s.integration_id = i.id) as next_run_at
    from page p
    join integrations i on i.organization_id = p.organization_id and i.id = p.id
    join organizations o on o.id = i.organization_id
    join connectors c on c.id = i.connector_id
    order by ${orderBy(page.order, page.descending, "i")}`);
  return rows.map((row) => ({
    id: Number(row.id),
    organizationId: Number(row.organization_id),
    organizationName: row.organization_name as string,
    description: row.description as string,
    connectorId: row.connector_id as string,
    connectorName: row.connector_name as string,
    manualMaxDays: row.manual_max_days as number | null,
    retired: row.retired as boolean,
    active: row.active as boolean,
    pausedReason: row.paused_reason as string | null,
    intervalMinutes: row.interval_minutes as number,
    branchCount: row.branch_count as number,
    lastTaskId: row.last_task_id === null ? null : Number(row.last_task_id),
    lastTaskStatus: row.last_task_status as TaskStatus | null,
    lastTaskAt: readInstant(row.last_task_at),
    nextRunAt: readInstant(row.next_run_at),
  }));
}

/** How many integrations pass the filter. */
export async function countIntegrations(db: Queryable, filter: IntegrationFilter): Promise<number> {
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from integrations i ${conditions(filter)}`,
  );
  return row?.count ?? 0;
}

/** Runs, fails, paused: what the list's first line says. */
export async function countIntegrationStates(
  db: Queryable,
  organizationIds: readonly number[],
): Promise<{ active: number; failing: number; paused: number }> {
  const scope =
    organizationIds.length > 0
      ? sql`and i.organization_id in (${sql.join(
          organizationIds.map((id) => sql`${id}`),
          sql`, `,
        )})`
      : sql``;
  const [row] = await db.execute<{ active: number; failing: number; paused: number }>(sql`
    select (select count(*)::int from integrations i where i.active ${scope}) as active,
           (select count(*)::int from integrations i where i.last_task_status = 'failed' and i.active ${scope}) as failing,
           (select count(*)::int from integrations i where i.paused_reason is not null and not i.active ${scope}) as paused`);
  return row ?? { active: 0, failing: 0, paused: 0 };
}

/** A past execution, for the strip of bars. */
export interface RecentTask {
  id: number;
  integrationId: number;
  status: TaskStatus;
  records: number;
  createdAt: Date;
}

/** The last executions of each of these integrations, oldest first, in one query. */
export async function listRecentTasks(
  db: Queryable,
  integrations: ReadonlyArray<{ organizationId: number; id: number }>,
  perIntegration: number,
): Promise<RecentTask[]> {
  if (integrations.length === 0) return [];
  const wanted = sql.join(
    integrations.map(({ organizationId, id }) => sql`(${organizationId}::bigint, ${id}::bigint)`),
    sql`, `,
  );
  const rows = await db.execute<Record<string, unknown>>(sql`
    select t.id, w.id as integration_id, t.status, t.records, t.created_at
    from (values ${wanted}) as w (organization_id, id)
    cross join lateral (
      select t.id, t.status, t.records, t.created_at from tasks t
      where t.organization_id = w.organization_id and t.integration_id = w.id
      order by t.id desc nulls last limit ${perIntegration}
    ) t
    order by t.id`);
  return rows.map((row) => ({
    id: Number(row.id),
    integrationId: Number(row.integration_id),
    status: row.status as TaskStatus,
    records: row.records as number,
    createdAt: readInstant(row.created_at) ?? new Date(0),
  }));
}

/** Raw statements give instants as text: drizzle switches the driver's own parser off. */
function readInstant(value: unknown): Date | null {
  return value === null || value === undefined ? null : new Date(value as string);
}
