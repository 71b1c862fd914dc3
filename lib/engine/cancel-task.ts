import type { Queryable } from "@/db/client.ts";
import { failWaitingFiles } from "@/db/queries/files/files.ts";
import { updateSubject } from "@/db/queries/flows/subjects.ts";
import { failPendingTask, findTask } from "@/db/queries/tasks/tasks.ts";
import { enqueueConfirmation } from "./enqueue-confirmation.ts";

/**
 * Ends a pending task. The running attempt hears of it through the table's announcement and stops; its
 * only write that still counts is the partner's answer to a file that was on its way.
 */
export async function cancelTask(
  tx: Queryable,
  {
    organizationId,
    taskId,
    cancelledBy,
  }: { organizationId: number; taskId: number; cancelledBy: string },
): Promise<"cancelled" | "not_pending" | "missing"> {
  return tx.transaction(async (inner) => {
    const task = await findTask(inner, organizationId, taskId);
    if (!task) return "missing";
    const reason = `Cancelada por ${cancelledBy}.`;
    if (
      !(await failPendingTask(inner, {
        organizationId,
        taskId,
        kind: "cancelled",
        reason,
        cancelledBy,
      }))
    )
      return "not_pending";
    // While the task waits for its next try no attempt is running that could close its files.
    await failWaitingFiles(inner, {
      organizationId,
      taskId,
      kind: "cancelled",
      reason,
      evenDelivering: task.nextTryAt !== null,
    });
    if (task.subjectId !== null)
      await updateSubject(inner, organizationId, task.subjectId, {
        state: "stuck",
        nextTryAt: null,
        lastErrorKind: "cancelled",
        lastError: reason,
        heldForEnvironmentId: null,
      });
    // Files of an earlier generation that the partner already has are asked about all the same.
    await enqueueConfirmation(inner, task);
    return "cancelled";
  });
}
