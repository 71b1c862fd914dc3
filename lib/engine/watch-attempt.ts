import { isCurrentAttempt, type TaskRow } from "@/db/queries/tasks/tasks.ts";
import type { Engine } from "./engine.ts";
import { listen, TASKS_CHANNEL } from "./listen.ts";

/** Why the attempt's signal was aborted. */
export const TAKEN_AWAY = new DOMException("the task was cancelled or taken over", "AbortError");

const PAUSE_MS = 250;

/**
 * A signal that aborts when the task is no longer this attempt's to run: a cancellation or a newer
 * attempt is announced by the table itself, and heard here within moments.
 */
export function watchAttempt(
  engine: Engine,
  task: TaskRow,
  parent: AbortSignal,
): { signal: AbortSignal; close: () => void } {
  const own = new AbortController();
  const subject = `${task.organizationId}:${task.integrationId}:${task.id}`;
  let looking = false;
  let again = false;
  const look = async () => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    do {
      again = false;
      // A database that is away answers later: the announcement after its return asks again.
      const current = await isCurrentAttempt(engine.database.db, task).catch(() => true);
      if (!current) own.abort(TAKEN_AWAY);
      // The attempt's own writes are announced too: one look covers a burst of them.
      else await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    } while (again && !own.signal.aborted);
    looking = false;
  };
  const stop = listen(TASKS_CHANNEL, (payload) => {
    if (payload === null || payload === subject) void look();
  });
  return { signal: AbortSignal.any([own.signal, parent]), close: stop };
}
