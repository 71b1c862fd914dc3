import { sql } from "drizzle-orm";
import { LOG_LEVELS, type LogLevel } from "@/lib/core/log-level.ts";
import type { Queryable } from "../../client.ts";
import { repairJson, writeJson } from "../../write-json.ts";

/** A line before it has a number; `details` is JSON text, already redacted. */
export interface NewLogLine {
  at: Date;
  level: LogLevel;
  text: string;
  details: string | null;
  /** null = the engine's own line. */
  taskId: number | null;
  attempt: number;
}

/**
 * Stores lines in one statement, hence one transaction: the head row gives their numbers (and makes
 * concurrent writers of one integration wait for each other), and open pages hear of them at commit.
 */
export async function appendLogLines(
  db: Queryable,
  { organizationId, integrationId }: { organizationId: number; integrationId: number },
  lines: readonly NewLogLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const rows = writeJson(
    lines.map(({ at, level, text, details, taskId, attempt }) => [
      at.toISOString(),
      LOG_LEVELS.indexOf(level),
      text,
      details === null ? null : repairJson(details),
      taskId,
      attempt,
    ]),
  );
  await db.execute(sql`
    with head as (
      insert into log_heads as head (organization_id, integration_id, last_number) values (${organizationId}, ${integrationId}, ${lines.length})
      on conflict (organization_id, integration_id) do update set last_number = head.last_number + excluded.last_number
      returning last_number
    ), written as (
      insert into log_lines (organization_id, integration_id, number, task_id, attempt, at, level, text, details)
      select ${organizationId}, ${integrationId}, head.last_number - ${lines.length}::int + line.position, (line.fields ->> 4)::bigint, (line.fields ->> 5)::int,
             (line.fields ->> 0)::timestamptz, (line.fields ->> 1)::smallint, line.fields ->> 2, (line.fields ->> 3)::jsonb
        from head, jsonb_array_elements(${rows}::text::jsonb) with ordinality as line (fields, position)
      returning 1
    )
    select pg_notify('enlace', ${`logs ${organizationId}:${integrationId}`}) from (select count(*) from written) as all_written`);
}
