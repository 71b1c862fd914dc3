import type { Queryable } from "@/db/client.ts";
import type { LostTask } from "@/db/queries/tasks/lost-jobs.ts";
import { enqueueRun } from "./flows/start-run.ts";
import { enqueue } from "./queue.ts";
import { RUN_TASK, type TaskJob } from "./queues.ts";
import { groupOf } from "./request-task.ts";

/** The job of a pending task that has none, as whoever made the task would have made it. */
export async function enqueueLostTask(tx: Queryable, task: LostTask): Promise<void> {
  const { organizationId, id: taskId, generation, subjectId } = task;
  if (subjectId !== null) return enqueueRun(tx, { organizationId, subjectId, taskId, generation });
  const job: TaskJob = { organizationId, taskId, generation };
  await enqueue(tx, RUN_TASK, job, { group: groupOf(task) });
}
