import { formatInstant } from "@/lib/core/period.ts";
import type { TaskProgress } from "@/lib/admin/tasks/task-row.ts";

/** Where a pending task stands, in a few words. */
export function describeProgress(progress: TaskProgress, timeZone: string): string {
  switch (progress.step) {
    case "queued":
      return "na fila";
    case "preparing":
      return `preparando arquivo ${progress.made + 1}`;
    case "delivering":
      return progress.settled >= progress.made
        ? "finalizando"
        : `enviando arquivo ${progress.settled + 1} de ${progress.made}`;
    case "waiting":
      return `nova tentativa às ${formatInstant(new Date(progress.until), timeZone).slice(11, 16)}`;
  }
}
