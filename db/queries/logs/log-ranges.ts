import { type SQL, sql } from "drizzle-orm";
import { LOG_LEVELS, type LogLevel } from "@/lib/core/log-level.ts";
import type { Queryable } from "../../client.ts";

/** One line of an integration's log. Numbers have no gaps. */
export interface LogLine {
  number: number;
  taskId: number | null;
  attempt: number;
  at: Date;
  level: LogLevel;
  text: string;
  details: Record<string, unknown> | null;
}

export interface LogScope {
  organizationId: number;
  integrationId: number;
}

/** What a search asks for; what is left out does not restrict. */
export interface LogFilter {
  text?: string | undefined;
  levels?: readonly LogLevel[] | undefined;
  taskId?: number | undefined;
}

const MOST_LINES_A_RANGE = 1_000;
const LINES_A_DOWNLOAD_PAGE = 5_000;

/** Oldest kept and newest number; `first` > `last` when there is no line. */
export async function readLogBounds(
  db: Queryable,
  { organizationId, integrationId }: LogScope,
): Promise<{ first: number; last: number }> {
  const [row] = await db.execute<{ first: string | null; last: string | null }>(sql`
    select (select number from log_lines where organization_id = ${organizationId} and integration_id = ${integrationId} order by number limit 1) as first,
           (select last_number from log_heads where organization_id = ${organizationId} and integration_id = ${integrationId}) as last`);
  const last = Number(row?.last ?? 0);
  return { first: row?.first ? Number(row.first) : last + 1, last };
}

/** Lines `from` … `from + count - 1` (at most 1,000), in order; those that retention removed are missing. */
export async function readLogRange(
  db: Queryable,
  { from, count, ...scope }: LogScope & { from: number; count: number },
): Promise<LogLine[]> {
  const last = from + Math.min(count, MOST_LINES_A_RANGE) - 1;
  return selectLines(
    db,
    sql`${ofScope(scope)} and number between ${from} and ${last} order by number`,
  );
}

/** Number of the task's first line; null when it has none. */
export async function findFirstLineOfTask(
  db: Queryable,
  organizationId: number,
  taskId: number,
): Promise<number | null> {
  return firstNumber(db, sql`organization_id = ${organizationId} and task_id = ${taskId}`);
}

/** Number of the task's first error line; null when it has none. */
export async function findFirstErrorOfTask(
  db: Queryable,
  organizationId: number,
  taskId: number,
): Promise<number | null> {
  return firstNumber(
    db,
    sql`organization_id = ${organizationId} and task_id = ${taskId} and level = ${LOG_LEVELS.indexOf("error")}`,
  );
}

/** The whole log (or what the filter leaves of it), in order and in bounded memory, for a download. */
export async function* streamLog(
  db: Queryable,
  { organizationId, integrationId, ...filter }: LogScope & LogFilter,
): AsyncGenerator<LogLine> {
  const scope = { organizationId, integrationId };
  const { first, last } = await readLogBounds(db, scope);
  // By stretches of numbers and not by matches: each statement reads a bounded piece whatever the filter is.
  for (let from = first; from <= last; from += LINES_A_DOWNLOAD_PAGE) {
    yield* await selectLines(
      db,
      sql`${ofScope(scope)} and number between ${from} and ${Math.min(last, from + LINES_A_DOWNLOAD_PAGE - 1)} and ${matches(filter)} order by number`,
    );
  }
}

/** The condition that says whose lines. */
export const ofScope = ({ organizationId, integrationId }: LogScope): SQL =>
  sql`organization_id = ${organizationId} and integration_id = ${integrationId}`;

/** The condition of a filter; ignores case, and takes the person's % and _ for what they are. */
export function matches({ text, levels, taskId }: LogFilter): SQL {
  const conditions: SQL[] = [sql`true`];
  if (text) conditions.push(sql`text ilike ${`%${text.replace(/[\\%_]/g, "\\$&")}%`}`);
  if (levels && levels.length < LOG_LEVELS.length)
    conditions.push(
      levels.length === 0
        ? sql`false`
        : sql`level in (${sql.join(
            levels.map((level) => sql.raw(String(LOG_LEVELS.indexOf(level)))),
            sql`, `,
          )})`,
    );
  if (taskId !== undefined) conditions.push(sql`task_id = ${taskId}`);
  return sql.join(conditions, sql` and `);
}

/** Lines by a condition with its order and limit. */
export async function selectLines(db: Queryable, condition: SQL): Promise<LogLine[]> {
  const rows = await db.execute<{
    number: string;
    task_id: string | null;
    attempt: number;
    at: string;
    level: number;
    text: string;
    details: unknown;
  }>(
    sql`select number, task_id, attempt, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, level, text, details from log_lines where ${condition}`,
  );
  return rows.map((row) => ({
    number: Number(row.number),
    taskId: row.task_id === null ? null : Number(row.task_id),
    attempt: row.attempt,
    at: new Date(row.at),
    level: LOG_LEVELS[row.level] ?? "info",
    text: row.text,
    details: readDetails(row.details),
  }));
}

/** The driver hands JSON over parsed or as text, depending on who opened it. */
function readDetails(value: unknown): LogLine["details"] {
  return (typeof value === "string" ? JSON.parse(value) : value) as LogLine["details"];
}

async function firstNumber(db: Queryable, condition: SQL): Promise<number | null> {
  const [row] = await db.execute<{ number: string }>(
    sql`select number from log_lines where ${condition} order by number limit 1`,
  );
  return row ? Number(row.number) : null;
}
