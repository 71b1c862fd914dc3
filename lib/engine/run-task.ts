import { failWaitingFiles, listCurrentFiles } from "@/db/queries/files/files.ts";
import {
  type EngineIntegration,
  findEngineIntegration,
} from "@/db/queries/integrations/integrations-for-engine.ts";
import { claimTask, findTask, type TaskRow } from "@/db/queries/tasks/tasks.ts";
import type { Connector, Operation } from "@/lib/connectors/define.ts";
import { type ErrorKind, KIND_SENTENCE, kindOf, PartnerError } from "@/lib/core/errors.ts";
import { formatDay } from "@/lib/core/period.ts";
import { type Attempt, DrainedError, FencedError, inFence, type Refused } from "./attempt.ts";
import { collectItems } from "./collect-items.ts";
import { deliverFiles } from "./deliver-files.ts";
import { describeDefect, describeFailure } from "./describe-failure.ts";
import { type Engine, findConnectorOf } from "./engine.ts";
import { type LogWriter, openLogWriter } from "./log-writer.ts";
import { makeContext } from "./make-context.ts";
import { runPass } from "./flows/run-pass.ts";
import { prepareFiles } from "./prepare-files.ts";
import type { TaskJob } from "./queues.ts";
import { SealedSecretError } from "./open-sealed.ts";
import { enqueueAgain, retryLater, waitForKey } from "./retry-later.ts";
import { failTask, finishTask } from "./finish-task.ts";
import { watchAttempt } from "./watch-attempt.ts";

/**
 * One attempt at a task: claim, prepare, deliver, settle. Every failure ends in the task's own state;
 * what is thrown is only what kept the attempt from writing that, and then the queue runs the job again.
 */
export async function runTask(engine: Engine, job: TaskJob, jobSignal: AbortSignal): Promise<void> {
  const task = await claimTask(engine.database.db, job.organizationId, job.taskId, job.generation);
  if (!task) return closeCancelled(engine, job);
  const integration = await findEngineIntegration(
    engine.database.db,
    task.organizationId,
    task.integrationId,
  );
  if (!integration) return;
  const openLog = (secrets: readonly string[]) =>
    openLogWriter({
      db: engine.database.db,
      organizationId: task.organizationId,
      integrationId: task.integrationId,
      taskId: task.id,
      attempt: task.attempt,
      secrets,
    });
  const watch = watchAttempt(engine, task, jobSignal);
  let log: LogWriter | null = null;
  let attempt: Attempt | null = null;
  try {
    const { connector, operation } = findWork(engine, integration, task);
    if (operation.flow)
      return await runPass({
        engine,
        task,
        integration,
        connector,
        operation,
        signal: watch.signal,
        openLog: (secrets) => (log = openLog(secrets)),
      });
    const refused: Refused[] = [];
    const notices: string[] = [];
    const made = await makeContext({
      engine,
      task,
      integration,
      connector,
      signal: watch.signal,
      refuse: (record) => refused.push(record),
      notify: (sentence) => notices.push(sentence),
      openLog: (secrets) => (log = openLog(secrets)),
    });
    attempt = {
      engine,
      task,
      integration,
      connector,
      operation,
      refused,
      notices,
      answered: 0,
      signal: watch.signal,
      ...made,
    };
    await work(attempt);
  } catch (error) {
    log ??= openLog([]);
    await endAttempt(
      attempt ?? { engine, task, integration, log, secrets: [], answered: 0, signal: watch.signal },
      error,
      job,
    );
  } finally {
    watch.close();
    await (log as LogWriter | null)?.close();
  }
}

async function work(attempt: Attempt): Promise<void> {
  const { task, operation, log } = attempt;
  const days =
    task.period.first === task.period.last
      ? formatDay(task.period.first)
      : `${formatDay(task.period.first)} a ${formatDay(task.period.last)}`;
  log.write(
    "info",
    `Tarefa ${task.id} iniciada: ${operation.label}, movimento de ${days}${task.attempt > 1 ? ` (tentativa ${task.attempt})` : ""}.`,
  );
  if (operation.collect) return finishTask(attempt, await collectItems(attempt));
  await prepareFiles(attempt);
  await deliverFiles(attempt);
  if (operation.accepted) {
    const files = await listCurrentFiles(attempt.engine.database.db, task.organizationId, task.id);
    if (files.every(({ status }) => status === "done")) await operation.accepted(attempt.ctx);
  }
  await finishTask(attempt);
}

/** The code that does the work; throws `settings` when the registration does not allow a run. */
export function findWork(
  engine: Engine,
  integration: EngineIntegration,
  task: TaskRow,
): { connector: Connector; operation: Operation } {
  const connector = findConnectorOf(engine, integration.connectorId);
  const operation = connector?.operations[task.operation];
  if (!connector || !operation)
    throw new PartnerError("settings", "Este tipo de integração não está mais disponível.");
  if (!integration.organization.active)
    throw new PartnerError("settings", "O cliente está inativo.");
  if (!integration.active && !operation.prepares)
    throw new PartnerError(
      "settings",
      integration.pausedReason
        ? `A integração está pausada. ${integration.pausedReason}`
        : "A integração está inativa. Ative-a primeiro.",
    );
  return { connector, operation };
}

type Ending = Pick<
  Attempt,
  "engine" | "task" | "integration" | "log" | "secrets" | "answered" | "signal"
>;

async function endAttempt(attempt: Ending, error: unknown, job: TaskJob): Promise<void> {
  try {
    if (error instanceof FencedError || attempt.signal.aborted) return await leave(attempt);
    if (error instanceof DrainedError) {
      await enqueueAgain(attempt, job.tries ?? 0);
      return attempt.log.write(
        "info",
        "O Enlace está sendo reiniciado. A tarefa continua em seguida, do ponto em que parou.",
      );
    }
    if (error instanceof SealedSecretError) return await waitForKey(attempt, error, job.tries ?? 0);
    const thrown = kindOf(error);
    // Nobody cancelled: an abort of the connector's own making is a defect.
    const kind: ErrorKind = thrown === "cancelled" ? "internal" : thrown;
    if (kind === "internal")
      attempt.log.write(
        "error",
        error instanceof PartnerError ? error.detail : KIND_SENTENCE.internal,
        describeDefect(error),
      );
    if (await retryLater(attempt, error, kind, job.tries ?? 0)) return;
    await failTask(attempt, kind, describeFailure(error, kind, attempt.secrets));
  } catch (failure) {
    if (failure instanceof FencedError) return leave(attempt);
    throw failure;
  }
}

/** A worker died with a file on its way and the task was cancelled before this job took over: the file ends with it. */
async function closeCancelled(
  engine: Engine,
  { organizationId, taskId, generation }: TaskJob,
): Promise<void> {
  const { db } = engine.database;
  const task = await findTask(db, organizationId, taskId);
  if (task?.generation !== generation || task.failureKind !== "cancelled") return;
  await failWaitingFiles(db, {
    organizationId,
    taskId,
    kind: "cancelled",
    reason: task.failureReason ?? KIND_SENTENCE.cancelled,
    evenDelivering: true,
  });
}

/** The task is no longer this attempt's. After a cancellation it still closes the file that was on its way. */
async function leave(attempt: Ending): Promise<void> {
  const { engine, task, log } = attempt;
  const now = await findTask(engine.database.db, task.organizationId, task.id);
  if (now?.attempt !== task.attempt || now.failureKind !== "cancelled") return;
  const reason = now.failureReason ?? KIND_SENTENCE.cancelled;
  log.write("warn", `Tarefa ${task.id}: ${reason}`);
  await inFence(
    attempt,
    (tx) =>
      failWaitingFiles(tx, {
        organizationId: task.organizationId,
        taskId: task.id,
        kind: "cancelled",
        reason,
        evenDelivering: true,
      }),
    { anyStatus: true },
  ).catch((error: unknown) => {
    if (!(error instanceof FencedError)) throw error;
  });
}
