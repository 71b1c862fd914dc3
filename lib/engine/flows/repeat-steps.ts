import type { Queryable } from "@/db/client.ts";
import { supersedeUnacceptedFiles } from "@/db/queries/files/files.ts";
import { lockLastRun, wakeRun } from "@/db/queries/flows/runs.ts";
import { listSteps, reopenSteps } from "@/db/queries/flows/steps.ts";
import { findSubject, updateSubject } from "@/db/queries/flows/subjects.ts";
import { reopenTask, type TaskRow } from "@/db/queries/tasks/tasks.ts";
import { enqueueRun, startRun } from "./start-run.ts";

interface Repeat {
  organizationId: number;
  subjectId: number;
  flow: string;
  /** Name of the step. */
  step: string;
  requestedBy: number | null;
  requestedName: string;
}

/** `missing`: no such subject or step here. `held`: release the environment or the brake first. */
export type Repeated = { taskId: number } | "missing" | "held";

/** "Repetir etapa": this step runs again, and what is open after it; what is done after it stays done. */
export function repeatStep(tx: Queryable, repeat: Repeat): Promise<Repeated> {
  return reopen(tx, repeat, (names) => names.filter((name) => name === repeat.step));
}

/** "Repetir daqui": this step and every one after it. Each looks before it creates, so that nothing is made twice. */
export function repeatFrom(tx: Queryable, repeat: Repeat): Promise<Repeated> {
  return reopen(tx, repeat, (names) => names.slice(names.indexOf(repeat.step)));
}

async function reopen(
  tx: Queryable,
  repeat: Repeat,
  choose: (names: string[]) => string[],
): Promise<Repeated> {
  const { organizationId, subjectId, flow } = repeat;
  return tx.transaction(async (inner) => {
    // Held first, so that a run which is about to end either sees the reopened steps or has ended before.
    const last = await lockLastRun(inner, organizationId, subjectId, flow);
    const subject = await findSubject(inner, organizationId, subjectId);
    const names = [
      ...new Set((await listSteps(inner, organizationId, subjectId, flow)).map(({ name }) => name)),
    ];
    if (!subject || !names.includes(repeat.step)) return "missing";
    if (subject.state === "held") return "held";
    await reopenSteps(inner, { organizationId, subjectId, flow }, choose(names));
    await updateSubject(inner, organizationId, subjectId, {
      state: "waiting",
      tries: 0,
      nextTryAt: null,
      lastErrorKind: null,
      lastError: null,
    });
    return { taskId: await moveOn(inner, repeat, last, subject.integrationId) };
  });
}

/**
 * The flow's run goes on at once: the pending one is woken, a failed one reopened, after a finished
 * one begins another.
 */
async function moveOn(
  tx: Queryable,
  repeat: Repeat,
  last: TaskRow | null,
  integrationId: number,
): Promise<number> {
  const { organizationId, subjectId, flow, requestedBy, requestedName } = repeat;
  if (last?.status === "failed") {
    const generation = await reopenTask(tx, organizationId, last.id);
    if (generation !== null) {
      await supersedeUnacceptedFiles(tx, organizationId, last.id);
      await enqueueRun(tx, { organizationId, subjectId, taskId: last.id, generation });
      return last.id;
    }
  }
  if (last?.status === "pending") {
    await wakeRun(tx, { organizationId, taskId: last.id, evenAfterFailure: true });
    // Also when it runs right now: the step may lie behind where it is.
    await enqueueRun(tx, {
      organizationId,
      subjectId,
      taskId: last.id,
      generation: last.generation,
    });
    return last.id;
  }
  const { taskId } = await startRun(tx, {
    organizationId,
    integrationId,
    subjectId,
    flow,
    origin: "person",
    requestedBy,
    requestedName,
  });
  return taskId;
}
