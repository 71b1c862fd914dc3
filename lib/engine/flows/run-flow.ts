import { failWaitingFiles } from "@/db/queries/files/files.ts";
import {
  type EngineIntegration,
  findEngineIntegration,
} from "@/db/queries/integrations/integrations-for-engine.ts";
import { claimRun } from "@/db/queries/flows/runs.ts";
import { listSteps } from "@/db/queries/flows/steps.ts";
import { findSubject, updateSubject } from "@/db/queries/flows/subjects.ts";
import { findTask, type TaskRow } from "@/db/queries/tasks/tasks.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { KIND_SENTENCE } from "@/lib/core/errors.ts";
import { DrainedError, FencedError, inFence } from "../attempt.ts";
import { describeDefect } from "../describe-failure.ts";
import { type Engine, findConnectorOf } from "../engine.ts";
import { type LogWriter, openLogWriter } from "../log-writer.ts";
import type { TaskJob } from "../queues.ts";
import { watchAttempt } from "../watch-attempt.ts";
import type { Flow } from "./define-flow.ts";
import { explainFailure } from "./explain-failure.ts";
import { type FlowAttempt, rowKey, type RunRow } from "./flow-attempt.ts";
import { makeFlowContext } from "./make-flow-context.ts";
import { runMainLine, runSupporting } from "./run-lines.ts";
import {
  requeueRun,
  applyFailure,
  applyOutcome,
  finishRun,
  blockRun,
  waitForIntegration,
} from "./finish-run.ts";
import { operationOf } from "./start-run.ts";
import { writeEnding } from "./write-in-attempt.ts";

/** A rest while the integration is off; activating it wakes nobody by itself. */
const OFF_MINUTES = 10;

/**
 * One attempt at carrying a subject: the main line step by step, then the supporting ones. Every failure
 * ends in the run's own state; what is thrown kept the attempt from writing that, and the queue repeats the job.
 */
export async function runFlow(engine: Engine, job: TaskJob, jobSignal: AbortSignal): Promise<void> {
  const { db } = engine.database;
  const task = await claimRun(db, job.organizationId, job.taskId, job.generation, engine.now());
  if (!task || !isRun(task)) return;
  const integration = await findEngineIntegration(db, task.organizationId, task.integrationId);
  const subject = await findSubject(db, task.organizationId, task.subjectId);
  if (!integration || !subject) return;
  const openLog = (secrets: readonly string[]) =>
    openLogWriter({
      db,
      organizationId: task.organizationId,
      integrationId: task.integrationId,
      taskId: task.id,
      attempt: task.attempt,
      secrets,
    });
  const watch = watchAttempt(engine, task, jobSignal);
  let log: LogWriter | null = null;
  let attempt: FlowAttempt | null = null;
  try {
    const found = findFlow(engine, integration.connectorId, task.flow);
    if (!found)
      return await blockRun(
        { engine, task, log: (log = openLog([])) },
        "settings",
        "Este fluxo não está mais disponível.",
      );
    if (!integration.active || !integration.organization.active)
      return await waitForIntegration(
        { engine, task, integration, log: (log = openLog([])) },
        OFF_MINUTES,
      );
    const made = await makeFlowContext({
      engine,
      integration,
      connector: found.connector,
      signal: watch.signal,
      openLog: (secrets) => (log = openLog(secrets)),
    });
    const rows = new Map(
      (await listSteps(db, task.organizationId, subject.id, task.flow)).map((row) => [
        rowKey(row.name, row.item),
        row,
      ]),
    );
    attempt = {
      engine,
      task,
      integration,
      flow: found.flow,
      subject,
      rows,
      current: null,
      ending: null,
      signal: watch.signal,
      ...made,
    };
    await runSteps(attempt);
  } catch (error) {
    log ??= openLog([]);
    await endAttempt(engine, task, integration, attempt, log, error, watch.signal);
  } finally {
    watch.close();
    await (log as LogWriter | null)?.close();
  }
}

const isRun = (task: TaskRow): task is RunRow => task.subjectId !== null && task.flow !== null;

function findFlow(
  engine: Engine,
  connectorId: string,
  flow: string,
): { connector: Connector; flow: Flow } | null {
  const connector = findConnectorOf(engine, connectorId);
  const found = engine.flowModules.find((flowModule) => flowModule.connector === connectorId)
    ?.flows[operationOf(flow)];
  return connector && found ? { connector, flow: found } : null;
}

async function runSteps(attempt: FlowAttempt): Promise<void> {
  const { task, log, subject, flow } = attempt;
  log.write(
    "info",
    `${flow.label}: ${subject.title || subject.key}${task.attempt > 1 ? ` (tentativa ${task.attempt})` : ""}.`,
  );
  const stopped = (await runMainLine(attempt)) ?? (await runSupporting(attempt));
  if (stopped) return applyOutcome(attempt, stopped);
  await finishRun(attempt);
}

async function endAttempt(
  engine: Engine,
  task: RunRow,
  integration: EngineIntegration,
  attempt: FlowAttempt | null,
  log: LogWriter,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  try {
    // What a step did stays done, whatever came after it.
    if (attempt && !(error instanceof FencedError)) await writeEnding(attempt);
    if (error instanceof FencedError || signal.aborted) return await leave(engine, task, log);
    if (error instanceof DrainedError) {
      await requeueRun({ engine, task });
      return log.write(
        "info",
        "O Enlace está sendo reiniciado. A reserva continua em seguida, da etapa em que está.",
      );
    }
    const { kind, reason } = explainFailure(error, attempt?.secrets ?? []);
    if (kind === "internal") log.write("error", reason, describeDefect(error));
    await applyFailure({ engine, task, log, integration, attempt, error, kind, reason });
  } catch (failure) {
    if (failure instanceof FencedError) return leave(engine, task, log);
    throw failure;
  }
}

/** The run is no longer this attempt's. After a cancellation the subject waits for a person. */
async function leave(engine: Engine, task: RunRow, log: LogWriter): Promise<void> {
  const now = await findTask(engine.database.db, task.organizationId, task.id);
  if (now?.attempt !== task.attempt || now.failureKind !== "cancelled") return;
  const reason = now.failureReason ?? KIND_SENTENCE.cancelled;
  log.write("warn", `Execução ${task.id}: ${reason}`);
  await inFence(
    { engine, task },
    async (tx) => {
      await failWaitingFiles(tx, {
        organizationId: task.organizationId,
        taskId: task.id,
        kind: "cancelled",
        reason,
        evenDelivering: true,
      });
      await updateSubject(tx, task.organizationId, task.subjectId, {
        state: "stuck",
        lastErrorKind: "cancelled",
        lastError: reason,
        nextTryAt: null,
      });
    },
    { anyStatus: true },
  ).catch((error: unknown) => {
    if (!(error instanceof FencedError)) throw error;
  });
}
