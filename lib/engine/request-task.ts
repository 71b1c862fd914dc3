import type { Queryable } from "@/db/client.ts";
import { findTaskInTheWay, insertTask, lockOperation } from "@/db/queries/tasks/tasks.ts";
import type { Period } from "@/lib/core/period.ts";
import { enqueue } from "./queue.ts";
import { RUN_TASK, type TaskJob } from "./queues.ts";

export interface TaskRequest {
  organizationId: number;
  integrationId: number;
  operation: string;
  period: Period;
  origin: "schedule" | "person" | "partner";
  requestedBy?: number | null;
  /** The person's name, or "Sistema". */
  requestedName: string;
  /** The slot of a schedule: one task a slot, however many ask. */
  scheduledFor?: Date;
  parameters?: { branchId?: number; branchIds?: number[]; register?: string; resend?: boolean };
  /** The plan that it is part of. */
  planId?: number;
}

/** `sameSlot`: the task in the way is this very slot's, asked for by another process. */
export type TaskRequested = { taskId: number } | { conflictWith: number; sameSlot: boolean };

/** Jobs of one operation of one integration run one after another. */
export function groupOf(task: {
  organizationId: number;
  integrationId: number;
  operation: string;
}): string {
  return `${task.organizationId}:${task.integrationId}:${task.operation}`;
}

/**
 * Asks for a run in the caller's transaction: the pending task and its job, or the task that is in the
 * way. The database's exclusion constraint decides; the lock only spares it from deadlocks with reprocess.
 */
export async function requestTask(tx: Queryable, request: TaskRequest): Promise<TaskRequested> {
  return tx.transaction(async (inner) => {
    await lockOperation(inner, request);
    for (let round = 0; round < 3; round++) {
      const task = await insertTask(inner, request);
      if (task) {
        const job: TaskJob = {
          organizationId: request.organizationId,
          taskId: task.id,
          generation: 1,
        };
        await enqueue(inner, RUN_TASK, job, { group: groupOf(request) });
        return { taskId: task.id };
      }
      const blocker = await findTaskInTheWay(inner, request);
      // It may have ended between the two statements: then there is room now.
      if (blocker) return blocker;
    }
    throw new Error("a task is in the way that cannot be seen");
  });
}
