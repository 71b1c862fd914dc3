import type { DayKind } from "./movement-day.ts";
import type { TaskStatus } from "./status.ts";

/**
 * What a task came to for a branch's day. *refused*: the partner has the day without some records;
 * *empty*: the task has looked, and there was nothing to send.
 */
export const DAY_OUTCOMES = ["accepted", "sent", "refused", "empty", "pending", "failed"] as const;
export type DayOutcome = (typeof DAY_OUTCOMES)[number];

/** How a branch's day stands with a partner: what the person reads. */
export type DayState =
  | "accepted"
  | "sent"
  | "refused"
  | "empty"
  | "changed"
  | "pending"
  | "missing"
  | "off"
  | "waiting";

/** A file that holds the day, as far as it matters to it. */
export interface DayFile {
  id: number;
  status: TaskStatus;
  failureKind: string | null;
  rows: number;
  /** Records of it that the partner refused. */
  rejections: number;
  answeredAt: Date | null;
}

/** What is known of one task over a branch's day. */
export interface DayFacts {
  taskId: number;
  status: TaskStatus;
  /** All files of this generation were made. */
  prepared: boolean;
  /** Records of the day that our own check refused before anything was sent. */
  ownRefused: number;
  /** Files that hold the day and were not replaced. */
  files: readonly DayFile[];
  finishedAt: Date | null;
  createdAt: Date;
  versions: Partial<Record<DayKind, number>>;
}

/** What one task came to, and what of it is shown. */
export interface TaskDay {
  taskId: number;
  outcome: DayOutcome;
  fileId: number | null;
  records: number;
  refused: number;
  at: Date;
  versions: Partial<Record<DayKind, number>>;
}

/** What the task came to for the day. The database says the same in `enlace_task_day_outcomes`. */
export function decideTaskDay(facts: DayFacts): TaskDay {
  const { files, ownRefused } = facts;
  const answers = files.flatMap(({ answeredAt }) => answeredAt ?? []);
  const at = answers.length
    ? new Date(Math.max(...answers.map(Number)))
    : (facts.finishedAt ?? facts.createdAt);
  const refused = files
    .filter((file) => isRefused(file))
    .reduce((sum, { rejections, rows }) => sum + (rejections || rows), ownRefused);
  return {
    taskId: facts.taskId,
    outcome: decideOutcome(facts),
    fileId: files.length ? Math.max(...files.map(({ id }) => id)) : null,
    records: files.reduce((sum, { rows }) => sum + rows, 0),
    refused,
    at,
    versions: facts.versions,
  };
}

const isRefused = ({ status, failureKind }: DayFile) =>
  status === "failed" && failureKind === "rejected";

function decideOutcome({ files, status, prepared, ownRefused }: DayFacts): DayOutcome {
  if (files.length === 0) {
    if (status === "pending") return "pending";
    if (ownRefused > 0) return "refused";
    return prepared ? "empty" : "failed";
  }
  if (files.some((file) => file.status === "failed" && !isRefused(file))) return "failed";
  if (files.some((file) => file.status === "pending")) return "pending";
  if (ownRefused > 0 || files.some(isRefused)) return "refused";
  return files.some((file) => file.status === "sent") ? "sent" : "accepted";
}

/** The partner answered, or the run said that there was nothing: the day counts as delivered. */
const ANSWERED: readonly DayOutcome[] = ["accepted", "sent", "refused", "empty"];
/** An answer of the partner speaks before a run that found nothing more, and that before a failure. */
const RANK: Record<DayOutcome, number> = {
  accepted: 0,
  sent: 0,
  refused: 0,
  empty: 1,
  pending: 2,
  failed: 2,
};

/** Documents that the task read of the day: more are newer, since a day only grows. */
const countDocuments = ({ versions }: TaskDay) =>
  Object.values(versions).reduce((sum, version) => sum + version, 0);

/**
 * The day after all tasks that were over it: the answer to what was read last, however late an
 * earlier one was given, and the newest versions delivered.
 */
export function sumTaskDays(days: readonly TaskDay[]): TaskDay | null {
  const [first] = days.toSorted(
    (a, b) =>
      RANK[a.outcome] - RANK[b.outcome] ||
      countDocuments(b) - countDocuments(a) ||
      Number(b.at) - Number(a.at) ||
      b.taskId - a.taskId,
  );
  if (!first) return null;
  const versions: Partial<Record<DayKind, number>> = {};
  for (const day of days) {
    if (!ANSWERED.includes(day.outcome)) continue;
    for (const [kind, version] of Object.entries(day.versions) as Array<[DayKind, number]>)
      versions[kind] = Math.max(versions[kind] ?? 0, version);
  }
  return { ...first, versions };
}

/** A row of the account beside what has arrived since. */
export interface AccountedDay {
  outcome: DayOutcome | null;
  dueAt: Date | null;
  off: boolean;
  /** More arrived than the newest version delivered. */
  changed: boolean;
  /** A pending task covers the day. */
  running: boolean;
}

/** How the day stands for whoever looks at it. */
export function decideDayState({ outcome, dueAt, off, changed, running }: AccountedDay): DayState {
  if (outcome !== null && ANSWERED.includes(outcome)) {
    if (outcome === "refused") return "refused";
    if (changed) return "changed";
    return outcome as "accepted" | "sent" | "empty";
  }
  if (running || outcome === "pending") return "pending";
  if (dueAt !== null || outcome === "failed") return "missing";
  return off ? "off" : "waiting";
}
