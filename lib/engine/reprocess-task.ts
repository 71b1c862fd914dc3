import type { Queryable } from "@/db/client.ts";
import { supersedeUnacceptedFiles } from "@/db/queries/files/files.ts";
import { findPendingRun } from "@/db/queries/flows/runs.ts";
import { reopenStuckSteps } from "@/db/queries/flows/steps.ts";
import { updateSubject } from "@/db/queries/flows/subjects.ts";
import {
  findPendingOverlap,
  findTask,
  lockOperation,
  reopenTask,
  type TaskRow,
} from "@/db/queries/tasks/tasks.ts";
import { enqueueRun } from "./flows/start-run.ts";
import { enqueue } from "./queue.ts";
import { RUN_TASK, type TaskJob } from "./queues.ts";
import { groupOf } from "./request-task.ts";

/** `missing`: there is no such task in this organization. */
export type Reprocessed =
  | "requested"
  | "already_pending"
  | "not_failed"
  | "missing"
  | { conflictWith: number };

/**
 * Opens a new generation of a failed task: files that were not accepted are made anew from today's
 * data, accepted ones stay. Who asked is in the audit log; the task keeps its first requester.
 */
export async function reprocessTask(
  tx: Queryable,
  { organizationId, taskId }: { organizationId: number; taskId: number },
): Promise<Reprocessed> {
  return tx.transaction(async (inner) => {
    const seen = await findTask(inner, organizationId, taskId);
    if (!seen) return "missing";
    await lockOperation(inner, seen);
    // Read again under the lock: of two who ask at once, the second sees what the first did.
    const task = await findTask(inner, organizationId, taskId);
    if (!task) return "missing";
    if (task.status === "pending") return "already_pending";
    if (task.status !== "failed") return "not_failed";
    const blocker =
      task.subjectId === null
        ? await findPendingOverlap(inner, task)
        : await findPendingRunId(inner, task);
    if (blocker) return { conflictWith: blocker };
    const generation = await reopenTask(inner, organizationId, taskId);
    if (generation === null) return "already_pending";
    await supersedeUnacceptedFiles(inner, organizationId, taskId);
    if (task.subjectId !== null) {
      // A run of a flow resumes at the step where it stopped.
      await updateSubject(inner, organizationId, task.subjectId, {
        state: "waiting",
        tries: 0,
        nextTryAt: null,
        lastErrorKind: null,
        lastError: null,
        heldForEnvironmentId: null,
      });
      await reopenStuckSteps(inner, organizationId, task.subjectId, task.flow ?? "");
      await enqueueRun(inner, { organizationId, subjectId: task.subjectId, taskId, generation });
      return "requested";
    }
    const job: TaskJob = { organizationId, taskId, generation };
    await enqueue(inner, RUN_TASK, job, { group: groupOf(task) });
    return "requested";
  });
}

/** Another run of the same flow for the same subject that is under way. */
async function findPendingRunId(tx: Queryable, task: TaskRow): Promise<number | null> {
  const run = await findPendingRun(tx, task.organizationId, task.subjectId ?? 0, task.flow ?? "");
  return run?.id ?? null;
}
