import type { Queryable } from "@/db/client.ts";
import { nextConfirmation } from "@/db/queries/files/files.ts";
import type { TaskRow } from "@/db/queries/tasks/tasks.ts";
import { enqueue } from "./queue.ts";
import { CONFIRM_TASK, type TaskJob } from "./queues.ts";

/** Files the partner received and has not yet accepted are asked about whatever became of the rest of the task. */
export async function enqueueConfirmation(
  tx: Queryable,
  task: Pick<TaskRow, "organizationId" | "id" | "generation">,
): Promise<void> {
  const at = await nextConfirmation(tx, task.organizationId, task.id);
  if (!at) return;
  const job: TaskJob = {
    organizationId: task.organizationId,
    taskId: task.id,
    generation: task.generation,
  };
  await enqueue(tx, CONFIRM_TASK, job, {
    startAfter: at,
    group: `${task.organizationId}:${task.id}`,
  });
}
