import { setTimeout as wait } from "node:timers/promises";
import type { Queryable } from "@/db/client.ts";
import { listSilentQueues } from "@/db/queries/tasks/silent-queues.ts";

const LOOK_MS = 1_000;

/**
 * Gives the jobs of dead workers to others, until `signal` aborts. The queue's own supervision would
 * do, but it writes a row of every queue each time it looks; this reads, and calls it when there is
 * something to do.
 */
export async function watchWorkers(
  db: Queryable,
  supervise: (queue: string) => Promise<void>,
  signal: AbortSignal,
  report: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const queue of await listSilentQueues(db)) await supervise(queue);
    } catch (error) {
      report(error);
    }
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}
