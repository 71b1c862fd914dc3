import { updateTask } from "@/db/queries/tasks/tasks.ts";
import { recordRefusal } from "@/db/queries/integrations/integrations-for-engine.ts";
import { isDataError } from "@/lib/core/data-error.ts";
import {
  type ErrorKind,
  isDoubtful,
  isTemporary,
  KIND_SENTENCE,
  PartnerError,
} from "@/lib/core/errors.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { redactText } from "@/lib/core/redact.ts";
import { type Attempt, inFence } from "./attempt.ts";
import { SEALED_WAIT_SECONDS, type SealedSecretError } from "./open-sealed.ts";
import { enqueue } from "./queue.ts";
import { RUN_TASK, type TaskJob } from "./queues.ts";
import { groupOf } from "./request-task.ts";

/** No partner is believed that asks us to wait for longer than a day. */
const LONGEST_WAIT = 86_400;

type Waiting = Pick<Attempt, "engine" | "task" | "integration" | "log" | "secrets" | "answered">;

/** Seconds until the next try; null when there is none left. */
function delayBeforeRetry(
  attempt: Pick<Attempt, "engine" | "answered">,
  kind: ErrorKind,
  tries: number,
  error: unknown,
  random = Math.random,
): number | null {
  // A value that the database cannot hold is the same tomorrow.
  if (isDataError(error)) return null;
  const { retry } = attempt.engine;
  const delays = isTemporary(kind)
    ? retry.temporary
    : kind === "internal"
      ? retry.internal
      : isDoubtful(kind)
        ? (retry.doubtful ?? [])
        : [];
  // Files that got through since the last wait are progress: the patience starts anew.
  const delay = delays[attempt.answered > 0 ? 0 : tries];
  if (delay === undefined) return null;
  const asked = error instanceof PartnerError ? (error.retryAfterSeconds ?? 0) : 0;
  return Math.min(LONGEST_WAIT, Math.max(delay, asked) * (1 + retry.jitter * random()));
}

/** The task stays *Pendente* and a new job takes it up later. false when the patience is at its end. */
export async function retryLater(
  attempt: Waiting,
  error: unknown,
  kind: ErrorKind,
  tries: number,
): Promise<boolean> {
  const { engine, log, integration } = attempt;
  const delay = delayBeforeRetry(attempt, kind, tries, error);
  if (delay === null) return false;
  const at = new Date(engine.now().getTime() + delay * 1000);
  await enqueueAgain(attempt, attempt.answered > 0 ? 1 : tries + 1, at, delay);
  if (kind === "auth")
    await recordRefusal(
      engine.database.db,
      attempt.task.organizationId,
      attempt.task.integrationId,
      engine.now(),
    );
  const detail =
    error instanceof PartnerError && error.detail
      ? redactText(error.detail, attempt.secrets)
      : kind === "auth"
        ? "O parceiro recusou as credenciais."
        : KIND_SENTENCE[kind];
  log.write(
    "warn",
    `${detail} Próxima tentativa em ${formatInstant(at, integration.organization.timeZone)}.`,
  );
  return true;
}

/** A secret of the task does not open in this process: it waits however long that lasts, and says so. */
export async function waitForKey(
  attempt: Waiting,
  error: SealedSecretError,
  tries: number,
): Promise<void> {
  const { engine, log, task } = attempt;
  const at = new Date(engine.now().getTime() + SEALED_WAIT_SECONDS * 1000);
  await enqueueAgain(attempt, tries, at, SEALED_WAIT_SECONDS);
  log.write("error", `Tarefa ${task.id}: ${error.detail}`);
  engine.report?.(error);
}

/** Hands the rest of the task to whichever process takes the job next. */
export async function enqueueAgain(
  attempt: Pick<Attempt, "engine" | "task">,
  tries: number,
  at: Date | null = null,
  delaySeconds = 0,
): Promise<void> {
  const { task } = attempt;
  await inFence(attempt, async (tx) => {
    await updateTask(tx, task, { nextTryAt: at });
    const job: TaskJob = {
      organizationId: task.organizationId,
      taskId: task.id,
      generation: task.generation,
      tries,
    };
    await enqueue(tx, RUN_TASK, job, {
      group: groupOf(task),
      ...(delaySeconds > 0 ? { startAfter: at ?? undefined } : {}),
    });
  });
}
