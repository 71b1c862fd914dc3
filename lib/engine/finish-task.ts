import type { Transaction } from "@/db/client.ts";
import {
  countPreparedRejections,
  failWaitingFiles,
  listCurrentFiles,
} from "@/db/queries/files/files.ts";
import {
  clearRefusal,
  pauseIntegration,
} from "@/db/queries/integrations/integrations-for-engine.ts";
import { removeSchedules } from "@/db/queries/tasks/schedules.ts";
import { type TaskRow, updateTask } from "@/db/queries/tasks/tasks.ts";
import { type ErrorKind, KIND_SENTENCE } from "@/lib/core/errors.ts";
import { statusFromFiles, type TaskStatus } from "@/lib/core/status.ts";
import { type Attempt, inFence } from "./attempt.ts";
import { summarizeFiles } from "./describe-failure.ts";
import { enqueueConfirmation } from "./enqueue-confirmation.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { requestNotice } from "./request-notice.ts";

type Outcome = { status: TaskStatus; failureKind: string | null; failureReason: string | null };

/** Every file has its answer: the task's status and reason follow from them. */
export async function finishTask(attempt: Attempt, collected: number | null = null): Promise<void> {
  const { engine, task, log } = attempt;
  const { outcome, count } = await inFence(attempt, async (tx) => {
    const files = await listCurrentFiles(tx, task.organizationId, task.id);
    const refused = await countPreparedRejections(
      tx,
      task.organizationId,
      task.id,
      task.generation,
    );
    const records = collected ?? files.reduce((sum, file) => sum + file.rows, 0);
    const decided = decide(files, refused, collected !== null);
    await updateTask(tx, task, {
      ...decided,
      records,
      nextTryAt: null,
      finishedAt: decided.status === "sent" ? null : engine.now(),
    });
    await enqueueConfirmation(tx, task);
    if (decided.status !== "failed")
      await clearRefusal(tx, task.organizationId, task.integrationId);
    if (decided.status === "failed")
      await requestNotice(tx, engine, task, "failure", [
        `Motivo: ${decided.failureReason ?? "não informado"}`,
      ]);
    else if (attempt.notices.length > 0)
      await requestNotice(tx, engine, task, "summary", attempt.notices);
    return { outcome: decided, count: files.length };
  });
  if (outcome.status === "failed")
    log.write("error", `Tarefa ${task.id} encerrada com falha: ${outcome.failureReason}`);
  else if (collected !== null)
    log.write(
      "info",
      `Tarefa ${task.id} concluída: ${formatCount(collected, "item recebido", "itens recebidos")}.`,
    );
  else
    log.write(
      "info",
      outcome.status === "sent"
        ? `Tarefa ${task.id} enviada: ${formatCount(count, "arquivo", "arquivos")}. Aguardando a confirmação do parceiro.`
        : `Tarefa ${task.id} concluída: ${formatCount(count, "arquivo", "arquivos")}.`,
    );
}

/** Status and reason that the current files, and the records refused before them, amount to. */
export function decide(
  files: Awaited<ReturnType<typeof listCurrentFiles>>,
  refused: { count: number; first: string | null },
  incoming = false,
): Outcome {
  const status = statusFromFiles(files.map((file) => file.status));
  if (status === "failed") {
    const kind = files.find((file) => file.status === "failed")?.failureKind ?? "rejected";
    return { status, failureKind: kind, failureReason: summarizeFiles(files) };
  }
  if (refused.count > 0) {
    const what = formatCount(refused.count, "registro recusado", "registros recusados");
    return {
      status: "failed",
      failureKind: "rejected",
      failureReason:
        `${what} ${incoming ? "do que veio do parceiro" : "antes do envio"}: ${refused.first ?? ""}`.slice(
          0,
          1000,
        ),
    };
  }
  return { status, failureKind: null, failureReason: null };
}

/**
 * Ends the task with a reason; files that have no answer end with it. Refused credentials also
 * pause the integration.
 */
export async function failTask(
  attempt: Pick<Attempt, "engine" | "task" | "log">,
  kind: ErrorKind,
  reason: string,
): Promise<void> {
  const { engine, task, log } = attempt;
  const paused = await inFence(attempt, async (tx) => {
    await failWaitingFiles(tx, {
      organizationId: task.organizationId,
      taskId: task.id,
      kind,
      reason,
      evenDelivering: true,
    });
    await updateTask(tx, task, {
      status: "failed",
      failureKind: kind,
      failureReason: reason,
      nextTryAt: null,
      finishedAt: engine.now(),
    });
    await enqueueConfirmation(tx, task);
    await requestNotice(tx, engine, task, "failure", [`Motivo: ${reason}`]);
    return kind === "auth" && (await pauseForCredentials(tx, task, engine.now()));
  });
  log.write("error", `Tarefa ${task.id} encerrada com falha: ${reason}`);
  if (paused)
    log.write(
      "warn",
      "Integração pausada: o parceiro recusou as credenciais. As execuções voltam quando ela for ativada novamente.",
    );
}

/**
 * Going on would only lock the account at the partner's. A person activates it again once the
 * credentials are right.
 */
export async function pauseForCredentials(
  tx: Transaction,
  { organizationId, integrationId }: Pick<TaskRow, "organizationId" | "integrationId">,
  now: Date,
): Promise<boolean> {
  if (!(await pauseIntegration(tx, organizationId, integrationId, KIND_SENTENCE.auth, now)))
    return false;
  await removeSchedules(tx, { organizationId, integrationId });
  return true;
}
