import { type SQL, sql } from "drizzle-orm";
import { LOG_LEVELS } from "@/lib/core/log-level.ts";
import type { Queryable } from "../../client.ts";
import {
  type LogFilter,
  type LogLine,
  type LogScope,
  matches,
  ofScope,
  readLogBounds,
  selectLines,
} from "./log-ranges.ts";

export interface LogSearch extends LogScope, LogFilter {
  /** Searches backwards from below this number, newest match first … */
  before?: number | undefined;
  /** … or forwards from above this one, oldest match first. Neither: backwards from the end. */
  after?: number | undefined;
  limit: number;
}

export interface LogSearchResult {
  lines: LogLine[];
  /** What to pass as `before` (or `after`) to go on; null at the end of the log. */
  nextCursor: number | null;
  /** The last number looked at: "pesquisado até a linha N". */
  scannedTo: number;
}

/** Lines looked at by one statement, and by one call. */
const STRETCH = 25_000;
const STRETCHES_A_CALL = 8;
/** Levels that an index of their own finds (see the partial index log_lines_problems). */
const INDEXED_FROM = LOG_LEVELS.indexOf("warn");

/** Finds lines; looks at a bounded stretch a call, so that a rare word in a long log answers in pieces. */
export async function searchLog(
  db: Queryable,
  { before, after, limit, organizationId, integrationId, ...filter }: LogSearch,
): Promise<LogSearchResult> {
  const scope = { organizationId, integrationId };
  const bounds = await readLogBounds(db, scope);
  const forwards = after !== undefined;
  const from = forwards
    ? Math.max(after + 1, bounds.first)
    : Math.min((before ?? bounds.last + 1) - 1, bounds.last);
  const end = forwards ? bounds.last : bounds.first;
  if (forwards ? from > end : from < end) return { lines: [], nextCursor: null, scannedTo: end };

  const indexed = indexedCondition(filter);
  if (indexed && !filter.text)
    return searchByIndex(db, sql`${ofScope(scope)} and ${matches(filter)} and ${indexed}`, {
      from,
      end,
      forwards,
      limit,
    });

  const lines: LogLine[] = [];
  let start = from;
  for (let turn = 0; turn < STRETCHES_A_CALL; turn += 1) {
    const stop = forwards ? Math.min(end, start + STRETCH - 1) : Math.max(end, start - STRETCH + 1);
    const found = await selectLines(
      db,
      sql`${ofScope(scope)} and number between ${Math.min(start, stop)} and ${Math.max(start, stop)} and ${matches(filter)} ${inOrder(forwards)} limit ${limit - lines.length}`,
    );
    lines.push(...found);
    const last = lines.at(-1);
    if (lines.length >= limit && last)
      return {
        lines,
        nextCursor: last.number === end ? null : last.number,
        scannedTo: last.number,
      };
    if (stop === end) return { lines, nextCursor: null, scannedTo: end };
    start = forwards ? stop + 1 : stop - 1;
  }
  const scannedTo = forwards ? start - 1 : start + 1;
  return { lines, nextCursor: scannedTo, scannedTo };
}

/** A task's lines and the problems have an index: they are found without looking through the rest. */
function indexedCondition({ taskId, levels }: LogFilter): SQL | null {
  if (taskId !== undefined) return sql`true`;
  return levels && levels.every((level) => LOG_LEVELS.indexOf(level) >= INDEXED_FROM)
    ? sql`level >= ${sql.raw(String(INDEXED_FROM))}`
    : null;
}

async function searchByIndex(
  db: Queryable,
  condition: SQL,
  { from, end, forwards, limit }: { from: number; end: number; forwards: boolean; limit: number },
): Promise<LogSearchResult> {
  const lines = await selectLines(
    db,
    sql`${condition} and number between ${Math.min(from, end)} and ${Math.max(from, end)} ${inOrder(forwards)} limit ${limit}`,
  );
  const last = lines.at(-1);
  return last && lines.length === limit && last.number !== end
    ? { lines, nextCursor: last.number, scannedTo: last.number }
    : { lines, nextCursor: null, scannedTo: end };
}

const inOrder = (forwards: boolean): SQL =>
  forwards ? sql`order by number` : sql`order by number desc`;
