import type { LogLevel } from "@/lib/core/log-level.ts";
import type { Queryable } from "../client.ts";

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

/** Oldest kept and newest number; `first` > `last` when there is no line. */
export function readLogBounds(_db: Queryable, _scope: LogScope): Promise<{ first: number; last: number }> {
  throw new Error("not written yet");
}

/** Lines `from` … `from + count - 1` (at most 1,000), in order; those that retention removed are missing. */
export function readLogRange(_db: Queryable, _range: LogScope & { from: number; count: number }): Promise<LogLine[]> {
  throw new Error("not written yet");
}

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

/** Finds lines; looks at a bounded stretch a call, so that a rare word in a long log answers in pieces. */
export function searchLog(_db: Queryable, _search: LogSearch): Promise<LogSearchResult> {
  throw new Error("not written yet");
}

/** Number of the task's first line; null when it has none. */
export function findFirstLineOfTask(_db: Queryable, _organizationId: number, _taskId: number): Promise<number | null> {
  throw new Error("not written yet");
}

/** Number of the task's first error line; null when it has none. */
export function findFirstErrorOfTask(_db: Queryable, _organizationId: number, _taskId: number): Promise<number | null> {
  throw new Error("not written yet");
}

/** The whole log (or what the filter leaves of it), in order and in bounded memory, for a download. */
export async function* streamLog(_db: Queryable, _scope: LogScope & LogFilter): AsyncGenerator<LogLine> {
  throw new Error("not written yet");
}
