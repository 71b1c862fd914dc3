import { failWaitingFiles } from "@/db/queries/files/files.ts";
import { updateSubject } from "@/db/queries/flows/subjects.ts";
import { failPendingTask, findTask } from "@/db/queries/tasks/tasks.ts";
import type { Engine } from "./engine.ts";
import { openLogWriter } from "./log-writer.ts";
import type { TaskJob } from "./queues.ts";
import { enqueueConfirmation } from "./enqueue-confirmation.ts";
import { requestNotice } from "./request-notice.ts";

const REASON =
  "O processamento foi interrompido repetidas vezes e não será mais tentado. Os dados já aceitos foram mantidos. Informe o código da tarefa ao suporte antes de reprocessá-la.";

/** A task that took its process down with it again and again ends here, with a reason. */
export async function failLostTask(engine: Engine, job: TaskJob): Promise<void> {
  const { db } = engine.database;
  const { organizationId, taskId, generation } = job;
  const task = await findTask(db, organizationId, taskId);
  if (!task) return;
  const failed = await db.transaction(async (tx) => {
    if (
      !(await failPendingTask(tx, {
        organizationId,
        taskId,
        generation,
        kind: "internal",
        reason: REASON,
      }))
    )
      return false;
    await failWaitingFiles(tx, {
      organizationId,
      taskId,
      kind: "internal",
      reason: REASON,
      evenDelivering: true,
    });
    if (task.subjectId !== null)
      await updateSubject(tx, organizationId, task.subjectId, {
        state: "stuck",
        nextTryAt: null,
        lastErrorKind: "internal",
        lastError: REASON,
      });
    await enqueueConfirmation(tx, task);
    await requestNotice(tx, engine, task, "failure", [`Motivo: ${REASON}`]);
    return true;
  });
  if (!failed) return;
  const log = openLogWriter({
    db,
    organizationId,
    integrationId: task.integrationId,
    taskId,
    attempt: task.attempt,
  });
  log.write("error", `Tarefa ${taskId} encerrada com falha: ${REASON}`);
  await log.close();
}
