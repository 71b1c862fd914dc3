import type { Queryable } from "@/db/client.ts";
import { findPendingRun, insertRun, wakeRun } from "@/db/queries/flows/runs.ts";
import { enqueue } from "../queue.ts";
import { RUN_FLOW, type TaskJob } from "../queues.ts";

export interface RunRequest {
  organizationId: number;
  integrationId: number;
  subjectId: number;
  /** `operation` or `operation:parameter`. */
  flow: string;
  origin: "person" | "partner" | "schedule";
  requestedBy?: number | null;
  requestedName: string;
  /** Not before this moment. */
  startAfter?: Date;
}

/** `already`: a run of this flow was under way for the subject; it was woken if it waits for time to pass. */
export type RunRequested = { taskId: number; already: boolean };

/** One subject is carried by one run at a time, whichever flow it follows. */
export const groupOfSubject = (organizationId: number, subjectId: number) =>
  `subject:${organizationId}:${subjectId}`;
export const operationOf = (flow: string) => flow.split(":", 1)[0] ?? flow;
export const parameterOf = (flow: string) =>
  flow.includes(":") ? flow.slice(flow.indexOf(":") + 1) : "";

/**
 * Asks for a run in the caller's transaction: the pending task and its job. The database allows one pending
 * run a subject and flow; who asks for a second one gets the first.
 */
export async function startRun(tx: Queryable, request: RunRequest): Promise<RunRequested> {
  const {
    organizationId,
    integrationId,
    subjectId,
    flow,
    origin,
    requestedBy,
    requestedName,
    startAfter,
  } = request;
  return tx.transaction(async (inner) => {
    for (let round = 0; round < 3; round++) {
      const task = await insertRun(inner, {
        organizationId,
        integrationId,
        subjectId,
        operation: operationOf(flow),
        flow,
        origin,
        requestedBy: requestedBy ?? null,
        requestedName,
        nextTryAt: startAfter ?? null,
      });
      if (task) {
        await enqueueRun(
          inner,
          { organizationId, subjectId, taskId: task.id, generation: 1 },
          startAfter,
        );
        return { taskId: task.id, already: false };
      }
      const running = await findPendingRun(inner, organizationId, subjectId, flow);
      // It may have ended between the two statements: then there is room now.
      if (!running) continue;
      // What waits for a partner that is down keeps waiting; what waits for the truth to change may look again.
      if (await wakeRun(inner, { organizationId, taskId: running.id }))
        await enqueueRun(inner, {
          organizationId,
          subjectId,
          taskId: running.id,
          generation: running.generation,
        });
      return { taskId: running.id, already: true };
    }
    throw new Error("a run is in the way that cannot be seen");
  });
}

/** The job that moves a run on. */
export async function enqueueRun(
  tx: Queryable,
  run: {
    organizationId: number;
    subjectId: number;
    taskId: number;
    generation: number;
    tries?: number;
  },
  startAfter?: Date | null,
): Promise<void> {
  const { organizationId, subjectId, taskId, generation, tries } = run;
  const job: TaskJob = {
    organizationId,
    taskId,
    generation,
    ...(tries === undefined ? {} : { tries }),
  };
  await enqueue(tx, RUN_FLOW, job, {
    group: groupOfSubject(organizationId, subjectId),
    ...(startAfter ? { startAfter } : {}),
  });
}
