import type { Queryable } from "@/db/client.ts";
import { supersedeUnacceptedFiles } from "@/db/queries/files.ts";
import { findPendingOverlap, findTask, lockOperation, reopenTask } from "@/db/queries/tasks.ts";
import { enqueue } from "./queue.ts";
import { RUN_TASK, type TaskJob } from "./queues.ts";
import { groupOf } from "./request-task.ts";

/** `missing`: there is no such task in this organization. */
export type Reprocessed = "requested" | "already_pending" | "not_failed" | "missing" | { conflictWith: number };

/**
 * Opens a new generation of a failed task: files that were not accepted are made anew from today's
 * data, accepted ones stay. Who asked is in the audit log; the task keeps its first requester.
 */
export async function reprocessTask(tx: Queryable, { organizationId, taskId }: { organizationId: number; taskId: number }): Promise<Reprocessed> {
  return tx.transaction(async (inner) => {
    const seen = await findTask(inner, organizationId, taskId);
    if (!seen) return "missing";
    await lockOperation(inner, seen);
    // Read again under the lock: of two who ask at once, the second sees what the first did.
    const task = await findTask(inner, organizationId, taskId);
    if (!task) return "missing";
    if (task.status === "pending") return "already_pending";
    if (task.status !== "failed") return "not_failed";
    const blocker = await findPendingOverlap(inner, task);
    if (blocker) return { conflictWith: blocker };
    const generation = await reopenTask(inner, organizationId, taskId);
    if (generation === null) return "already_pending";
    await supersedeUnacceptedFiles(inner, organizationId, taskId);
    const job: TaskJob = { organizationId, taskId, generation };
    await enqueue(inner, RUN_TASK, job, { group: groupOf(task) });
    return "requested";
  });
}
