import {
  countPreparedRejections,
  type FileRow,
  insertRejections,
  listCurrentFiles,
  listFilesToConfirm,
  updateFile,
} from "@/db/queries/files/files.ts";
import type { Transaction } from "@/db/client.ts";
import {
  findEngineIntegration,
  recordRefusal,
} from "@/db/queries/integrations/integrations-for-engine.ts";
import { findTask, finishSentTask, type TaskRow } from "@/db/queries/tasks/tasks.ts";
import type { Confirmation, Operation, TaskContext } from "@/lib/connectors/define.ts";
import { KIND_SENTENCE, kindOf, PartnerError } from "@/lib/core/errors.ts";
import { redactText } from "@/lib/core/redact.ts";
import { describeDefect } from "./describe-failure.ts";
import { toStoredFile } from "./deliver-files.ts";
import type { EchoMask } from "./echo-mask.ts";
import { type Engine, findConnectorOf } from "./engine.ts";
import { enqueueConfirmation } from "./enqueue-confirmation.ts";
import { openLogWriter, type LogWriter } from "./log-writer.ts";
import { makeContext } from "./make-context.ts";
import { SealedSecretError } from "./open-sealed.ts";
import type { TaskJob } from "./queues.ts";
import { clean, closing, confirmMinutes, saveAnsweredRecords } from "./record-answer.ts";
import { requestNotice } from "./request-notice.ts";
import { decide, pauseForCredentials } from "./finish-task.ts";

const DEFAULT_GIVE_UP_HOURS = 48;

interface Round {
  engine: Engine;
  task: TaskRow;
  operation: Operation;
  ctx: TaskContext<string>;
  log: LogWriter;
  secrets: readonly string[];
  echo: EchoMask;
}

/** Asks the partner about every file that it received and has not yet accepted, and sets the next question. */
export async function confirmTask(
  engine: Engine,
  job: TaskJob,
  signal: AbortSignal,
): Promise<void> {
  const { db } = engine.database;
  const task = await findTask(db, job.organizationId, job.taskId);
  // A newer generation asks about the older one's files too.
  if (!task || task.generation !== job.generation) return;
  const integration = await findEngineIntegration(db, task.organizationId, task.integrationId);
  const files = await listFilesToConfirm(db, task.organizationId, task.id, engine.now());
  const connector = integration && findConnectorOf(engine, integration.connectorId);
  const operation = connector?.operations[task.operation];
  const openLog = (secrets: readonly string[]) =>
    openLogWriter({
      db,
      organizationId: task.organizationId,
      integrationId: task.integrationId,
      taskId: task.id,
      attempt: task.attempt,
      secrets,
    });
  let log: LogWriter | null = null;
  try {
    if (!integration || !connector || !operation)
      throw new PartnerError("settings", "Este tipo de integração não está mais disponível.");
    const made = await makeContext({
      engine,
      task,
      integration,
      connector,
      signal,
      refuse: () => undefined,
      anyStatus: true,
      openLog: (secrets) => (log = openLog(secrets)),
    });
    for (const file of files) {
      signal.throwIfAborted();
      if (engine.draining.aborted) break;
      await confirmFile({ engine, task, operation, ...made }, file);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    log ??= openLog([]);
    await postpone(engine, task, operation ?? {}, files, error, log);
  } finally {
    await (log as LogWriter | null)?.close();
  }
  await finish(engine, task);
}

async function confirmFile(round: Round, file: FileRow): Promise<void> {
  const { engine, task, operation, ctx, log, secrets, echo } = round;
  const ask = operation.confirm;
  if (!ask) return wait(round, file);
  const stored = toStoredFile(engine, file, false);
  const answer = await echo.during(operation, stored, async () =>
    echo.quoteRejections(await ask(ctx, stored)),
  );
  const now = engine.now();
  if (answer.status === "pending") return wait(round, file);
  const rejected = clean(answer.rejections ?? [], secrets);
  const settled =
    answer.status === "failed"
      ? failure(answer, secrets)
      : { ...closing(file, rejected, now), ...(rejected.length === 0 ? {} : { confirmedAt: now }) };
  await engine.database.db.transaction(async (tx) => {
    // Compare-and-set: of two that ask at once, the first answer stands.
    if (!(await updateFile(tx, file, "sent", settled))) return;
    if (answer.status === "done") await saveAnsweredRecords(tx, task, file, operation, rejected);
    else
      await insertRejections(
        tx,
        {
          organizationId: task.organizationId,
          taskId: task.id,
          generation: task.generation,
          fileId: file.id,
        },
        rejected,
      );
  });
  if (settled.status === "done") log.write("info", `Arquivo ${file.name} aceito pelo parceiro.`);
  else log.write("error", `Arquivo ${file.name}: ${settled.failureReason}`);
}

function failure(answer: Extract<Confirmation, { status: "failed" }>, secrets: readonly string[]) {
  const reason = redactText(answer.detail, secrets).slice(0, 1000) || KIND_SENTENCE.rejected;
  return {
    status: "failed" as const,
    failureKind: "rejected",
    failureReason: reason,
    nextConfirmAt: null,
  };
}

/** Not yet: asked again later, until the operation's patience ends. */
async function wait(
  {
    engine,
    operation,
    log,
  }: Pick<Round, "engine" | "log"> & { operation: Pick<Operation, "confirmEvery"> },
  file: FileRow,
  retryAfterSeconds = 0,
  endless = false,
): Promise<void> {
  const now = engine.now();
  const hours = operation.confirmEvery?.giveUpHours ?? DEFAULT_GIVE_UP_HOURS;
  const late =
    !endless && now.getTime() - (file.deliveredAt ?? file.createdAt).getTime() >= hours * 3_600_000;
  const reason = `O parceiro recebeu o arquivo, mas não o confirmou em ${hours} h. Consulte o parceiro antes de reprocessar a tarefa.`;
  const next = new Date(
    now.getTime() + Math.max(confirmMinutes(operation) * 60, retryAfterSeconds) * 1000,
  );
  // The mark of an answer never had makes a later delivery look before it sends.
  const change = late
    ? {
        status: "failed" as const,
        failureKind: "unavailable",
        failureReason: reason,
        nextConfirmAt: null,
        deliveringSince: now,
      }
    : { nextConfirmAt: next };
  await engine.database.db.transaction((tx) => updateFile(tx, file, "sent", change));
  if (late) log.write("error", `Arquivo ${file.name}: ${reason}`);
}

/** The question itself failed: nothing is known of any file that is still due, so each waits on. */
async function postpone(
  engine: Engine,
  task: TaskRow,
  operation: Pick<Operation, "confirmEvery">,
  files: readonly FileRow[],
  error: unknown,
  log: LogWriter,
): Promise<void> {
  const kind = kindOf(error);
  log.write(
    "warn",
    `A confirmação não pôde ser consultada: ${error instanceof PartnerError ? error.detail : KIND_SENTENCE[kind]}`,
    error instanceof PartnerError ? undefined : describeDefect(error),
  );
  if (
    kind === "auth" &&
    (await engine.database.db.transaction((tx) => pauseIfLasting(tx, engine, task)))
  ) {
    log.write(
      "warn",
      "Integração pausada: o parceiro recusou as credenciais. As execuções voltam quando ela for ativada novamente.",
    );
  }
  // A key that is missing here says nothing of how the partner stands: its patience does not run out.
  const sealed = error instanceof SealedSecretError;
  if (sealed) engine.report?.(error);
  const retryAfter = error instanceof PartnerError ? error.retryAfterSeconds : undefined;
  for (const file of files) await wait({ engine, operation, log }, file, retryAfter, sealed);
}

/** One refusal may be the partner's bad moment: it pauses once it has lasted as long as a task tries. */
async function pauseIfLasting(tx: Transaction, engine: Engine, task: TaskRow): Promise<boolean> {
  const now = engine.now();
  const since = await recordRefusal(tx, task.organizationId, task.integrationId, now);
  const patience = (engine.retry.doubtful ?? []).reduce((sum, seconds) => sum + seconds, 0);
  if (now.getTime() - since.getTime() < patience * 1000) return false;
  return pauseForCredentials(tx, task, now);
}

/** A sent task ends when its files have; while some wait, the next question is set. */
async function finish(engine: Engine, task: TaskRow): Promise<void> {
  await engine.database.db.transaction(async (tx) => {
    const files = await listCurrentFiles(tx, task.organizationId, task.id);
    const refused = await countPreparedRejections(
      tx,
      task.organizationId,
      task.id,
      task.generation,
    );
    const outcome = decide(files, refused);
    if (outcome.status === "done" || outcome.status === "failed")
      await finishSentTask(tx, task.organizationId, task.id, {
        ...outcome,
        finishedAt: engine.now(),
      });
    if (outcome.status === "failed")
      await requestNotice(tx, engine, task, "failure", [
        `Motivo: ${outcome.failureReason ?? "não informado"}`,
      ]);
    await enqueueConfirmation(tx, task);
  });
}
