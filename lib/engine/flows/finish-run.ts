import { pauseEnvironment } from "@/db/queries/flows/environments-for-engine.ts";
import type { EngineIntegration } from "@/db/queries/integrations/integrations-for-engine.ts";
import { failWaitingFiles } from "@/db/queries/files/files.ts";
import { endStep, hasReopenedStep } from "@/db/queries/flows/steps.ts";
import { findOtherRuns, updateSubject } from "@/db/queries/flows/subjects.ts";
import { updateTask } from "@/db/queries/tasks/tasks.ts";
import { type ErrorKind, isTemporary } from "@/lib/core/errors.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { inFence } from "../attempt.ts";
import type { Engine } from "../engine.ts";
import type { LogWriter } from "../log-writer.ts";
import { SEALED_WAIT_SECONDS, SealedSecretError } from "../open-sealed.ts";
import type { StepOutcome } from "./define-flow.ts";
import { explainGivingUp } from "./explain-failure.ts";
import { type FlowAttempt, rowKey, type RunRow } from "./flow-attempt.ts";
import { PausedEnvironmentError } from "./open-environments.ts";
import { delayBefore } from "./retry-delay.ts";
import { enqueueRun } from "./start-run.ts";
import { writeEnding, writeInAttempt } from "./write-in-attempt.ts";

type Run = { engine: Engine; task: RunRow };
type Told = Run & { log: LogWriter };
type Stopping = Exclude<StepOutcome, { outcome: "done" | "skipped" }>;

/** What a step of the main line asked for, made the run's and the subject's state. */
export async function applyOutcome(attempt: FlowAttempt, stopped: Stopping): Promise<void> {
  if (stopped.outcome === "stuck") return blockRun(attempt, stopped.kind, stopped.reason);
  if (stopped.outcome === "wait") return waitRun(attempt, stopped.until, null);
  if (stopped.outcome === "held") return suspendRun(attempt, stopped.reason, null);
  await endRun(attempt, "ended");
}

/** The main line is through: the run ends, unless a supporting step is to be tried again or needs a person. */
export async function finishRun(attempt: FlowAttempt): Promise<void> {
  const rows = attempt.flow.steps
    .filter(({ supporting }) => supporting)
    .flatMap(({ name }) => attempt.rows.get(rowKey(name)) ?? []);
  const broken = rows.filter(({ status }) => status === "stuck");
  const later = rows.filter(({ status }) => status === "failed" || status === "pending");
  if (later.length > 0 || broken.length > 0) await writeEnding(attempt);
  if (later.length > 0) {
    const next = Math.min(
      ...later.map(({ nextTryAt }) => nextTryAt?.getTime() ?? attempt.engine.now().getTime()),
    );
    const failed = later.find(({ status }) => status === "failed");
    return waitRun(
      attempt,
      new Date(next),
      failed ? { kind: failed.errorKind ?? "unavailable", reason: failed.errorReason ?? "" } : null,
    );
  }
  if (broken[0])
    return blockRun(
      attempt,
      (broken[0].errorKind as ErrorKind | null) ?? "rejected",
      `${broken.map(({ label }) => label).join(", ")}: ${broken[0].errorReason ?? ""}`,
    );
  await endRun(attempt, "finished");
}

async function endRun(attempt: FlowAttempt, state: "finished" | "ended"): Promise<void> {
  const { engine, task, subject, rows, log, flow } = attempt;
  const records = [...rows.values()].filter(
    ({ item, status }) => item === "" && status === "done",
  ).length;
  const over = await writeInAttempt(attempt, async (tx) => {
    // A person reopened a step that lay behind: the run is not over.
    if (
      state === "finished" &&
      (await hasReopenedStep(tx, task.organizationId, subject.id, task.flow))
    ) {
      await enqueueRun(tx, { ...task, taskId: task.id });
      return false;
    }
    await failWaitingFiles(tx, {
      organizationId: task.organizationId,
      taskId: task.id,
      kind: "cancelled",
      reason: "O arquivo não foi necessário.",
      evenDelivering: true,
    });
    await updateTask(tx, task, {
      status: "done",
      failureKind: null,
      failureReason: null,
      records,
      nextTryAt: null,
      finishedAt: engine.now(),
    });
    const calm = {
      tries: 0,
      nextTryAt: null,
      lastErrorKind: null,
      lastError: null,
      heldForEnvironmentId: null,
    };
    // Another flow of the subject may still be on its way, or wait for a person: this one's end must not hide it.
    const others = await findOtherRuns(tx, task.organizationId, subject.id, task.flow);
    const now = others.stuck
      ? {
          state: "stuck" as const,
          lastErrorKind: others.stuck.kind,
          lastError: others.stuck.reason,
        }
      : { state: others.pending ? ("waiting" as const) : state };
    await updateSubject(tx, task.organizationId, subject.id, {
      ...calm,
      ...now,
      finishedAt: now.state === state ? engine.now() : null,
    });
    return true;
  });
  if (over)
    log.write(
      "info",
      state === "finished"
        ? `${flow.label}: concluído.`
        : `${flow.label}: encerrado. Nenhuma ação pendente.`,
    );
}

/** A person must act. */
export async function blockRun(
  { engine, task, log }: Told,
  kind: ErrorKind,
  reason: string,
): Promise<void> {
  const sentence = reason.slice(0, 1_000) || "A etapa terminou com erro.";
  await inFence({ engine, task }, async (tx) => {
    await failWaitingFiles(tx, {
      organizationId: task.organizationId,
      taskId: task.id,
      kind,
      reason: sentence,
      evenDelivering: true,
    });
    await updateTask(tx, task, {
      status: "failed",
      failureKind: kind,
      failureReason: sentence,
      nextTryAt: null,
      finishedAt: engine.now(),
    });
    await updateSubject(tx, task.organizationId, task.subjectId, {
      state: "stuck",
      taskId: task.id,
      nextTryAt: null,
      lastErrorKind: kind,
      lastError: sentence,
      heldForEnvironmentId: null,
    });
  });
  log.write("error", `Com erro: ${sentence}`);
}

/** Goes on at `until` by itself. */
async function waitRun(
  {
    engine,
    task,
    log,
    integration,
  }: Told & { integration: { organization: { timeZone: string } } },
  until: Date,
  failure: { kind: string; reason: string; tries?: number } | null,
): Promise<void> {
  await inFence({ engine, task }, async (tx) => {
    await updateTask(tx, task, { nextTryAt: until });
    await updateSubject(tx, task.organizationId, task.subjectId, {
      state: "waiting",
      taskId: task.id,
      nextTryAt: until,
      tries: failure?.tries ?? 0,
      lastErrorKind: failure?.kind ?? null,
      lastError: failure?.reason ?? null,
      heldForEnvironmentId: null,
    });
    await enqueueRun(tx, { ...task, taskId: task.id }, until);
  });
  log.write(
    failure ? "warn" : "info",
    `${failure ? `${failure.reason} Nova tentativa` : "Continua"} em ${formatInstant(until, integration.organization.timeZone)}.`,
  );
}

/** Stands until a person releases it: no job is set. */
async function suspendRun(
  { engine, task, log }: Told,
  reason: string,
  environmentId: number | null,
): Promise<void> {
  await inFence({ engine, task }, async (tx) => {
    await updateTask(tx, task, { nextTryAt: null });
    await updateSubject(tx, task.organizationId, task.subjectId, {
      state: "held",
      taskId: task.id,
      nextTryAt: null,
      lastError: reason,
      heldForEnvironmentId: environmentId,
    });
  });
  log.write("warn", `Bloqueada por dependência: ${reason}`);
}

/** What a step threw: its kind decides. */
export async function applyFailure({
  engine,
  task,
  log,
  integration,
  attempt,
  error,
  kind,
  reason,
}: Told & {
  integration: EngineIntegration;
  attempt: FlowAttempt | null;
  error: unknown;
  kind: ErrorKind;
  reason: string;
}): Promise<void> {
  if (error instanceof PausedEnvironmentError)
    return suspendRun({ engine, task, log }, reason, error.environmentId);
  // The run waits for its key however long that lasts.
  if (error instanceof SealedSecretError) {
    engine.report?.(error);
    const until = new Date(engine.now().getTime() + SEALED_WAIT_SECONDS * 1000);
    return waitRun({ engine, task, log, integration }, until, { kind, reason: error.detail });
  }
  const culprit = attempt?.environments.lastCalled() ?? null;
  if (kind === "auth" && culprit) {
    const sentence = `“${culprit.name}” recusou as credenciais. Confira o acesso em Tokens e libere o ambiente. As reservas que dependem dele continuam automaticamente.`;
    await inFence({ engine, task }, (tx) =>
      pauseEnvironment(tx, task.organizationId, culprit.id, engine.now(), sentence),
    );
    return suspendRun({ engine, task, log }, sentence, culprit.id);
  }
  const open = attempt?.current ? attempt.rows.get(rowKey(attempt.current)) : undefined;
  const tries = open?.tries ?? 1;
  const delay = delayBefore(engine.retry, kind, tries, error);
  if (delay !== null && attempt)
    return waitRun(attempt, new Date(engine.now().getTime() + delay * 1000), {
      kind,
      reason,
      tries,
    });
  const last = isTemporary(kind) ? explainGivingUp(reason) : reason;
  if (attempt && open) {
    const place = {
      organizationId: task.organizationId,
      subjectId: task.subjectId,
      flow: task.flow,
      name: open.name,
      item: "",
    };
    await writeInAttempt(attempt, (tx) =>
      endStep(tx, place, { status: "stuck", errorReason: last, endedAt: open.endedAt }),
    );
  }
  await blockRun({ engine, task, log }, kind, last);
}

/** The integration or its client is off: nothing is lost, it is looked at again later. */
export async function waitForIntegration(
  { engine, task, log, integration }: Told & { integration: EngineIntegration },
  minutes: number,
): Promise<void> {
  const until = new Date(engine.now().getTime() + minutes * 60_000);
  await waitRun({ engine, task, log, integration }, until, {
    kind: "settings",
    reason: "A integração está inativa.",
  });
}

/** The process stops: whichever takes the job next goes on. */
export async function requeueRun({ engine, task }: Run): Promise<void> {
  await inFence({ engine, task }, (tx) => enqueueRun(tx, { ...task, taskId: task.id }));
}
