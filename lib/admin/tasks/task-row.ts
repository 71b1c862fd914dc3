import type { countFilesOfTasks, listTasks } from "@/db/queries/tasks/task-list.ts";
import type { Period } from "@/lib/core/period.ts";
import type { TaskStatus } from "@/lib/core/status.ts";

/** Where a pending task stands right now. */
export type TaskProgress =
  | { step: "queued" }
  | { step: "preparing"; made: number }
  | { step: "delivering"; settled: number; made: number }
  | { step: "waiting"; until: string };

/** A task as lists and details show it; moments are ISO texts. */
export interface TaskRow {
  id: number;
  operation: string;
  operationLabel: string;
  period: Period;
  status: TaskStatus;
  failureReason: string | null;
  requestedName: string;
  createdAt: string;
  progress: TaskProgress | null;
}

type Stored = Awaited<ReturnType<typeof listTasks>>["rows"][number];
type FileCount =
  Awaited<ReturnType<typeof countFilesOfTasks>> extends Map<number, infer Count> ? Count : never;

/** A stored task as a row of the screen. */
export function toTaskRow(
  task: Stored,
  operations: Readonly<Record<string, string>>,
  counts: FileCount | undefined,
  now: Date,
): TaskRow {
  return {
    id: task.id,
    operation: task.operation,
    operationLabel: operations[task.operation] ?? task.operation,
    period: task.period,
    status: task.status,
    failureReason: task.failureReason,
    requestedName: task.requestedName,
    createdAt: task.createdAt.toISOString(),
    progress: task.status === "pending" ? describeProgress(task, counts, now) : null,
  };
}

function describeProgress(task: Stored, counts: FileCount | undefined, now: Date): TaskProgress {
  const { made, settled } = counts ?? { made: 0, settled: 0 };
  if (task.nextTryAt && task.nextTryAt > now)
    return { step: "waiting", until: task.nextTryAt.toISOString() };
  if (task.attempt === 0 || !task.startedAt) return { step: "queued" };
  return task.preparedAt ? { step: "delivering", settled, made } : { step: "preparing", made };
}
