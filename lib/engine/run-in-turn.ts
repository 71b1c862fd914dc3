import { releaseTurn, claimTurn } from "@/db/queries/tasks/job-turns.ts";
import type { Database } from "@/db/client.ts";
import { enqueue } from "./queue.ts";

/** A job as a worker was handed it. */
export interface HandedJob {
  id: string;
  data: object & { priority?: number };
  groupId?: string | null;
}

const AGAIN_SECONDS = 1;

/**
 * Runs a job when its group has no other. The queue looks for that before it hands one out, but two
 * workers that look at
 * the same moment both find none: what came second goes back to the queue, which holds it until the first has ended.
 */
export async function runInTurn(
  db: Database,
  queue: string,
  job: HandedJob,
  run: () => Promise<void>,
): Promise<void> {
  const { groupId } = job;
  if (!groupId) return run();
  const turn = { queue, groupId, jobId: job.id };
  if (!(await claimTurn(db, turn)))
    return enqueue(db, queue, job.data, {
      group: groupId,
      startAfter: AGAIN_SECONDS,
      ...(job.data.priority !== undefined && { priority: job.data.priority }),
    });
  try {
    await run();
  } finally {
    // A row that stays says nothing once its job has ended.
    await releaseTurn(db, turn).catch(() => undefined);
  }
}
