import { insertPlan } from "@/db/queries/days/day-plans.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { requestTask } from "@/lib/engine/request-task.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { buildPlans, type OperationPlan } from "./build-plans.ts";
import { planInput } from "./plan-input.ts";
import { estimateSeconds } from "./plan-missing.ts";

/** What was started. `skipped`: runs in whose way another task stood by then. */
export interface StartedPlan {
  planIds: number[];
  tasks: number;
  skipped: number;
}

/** Sends what is missing: one plan a client, looked for again as it starts, so that nothing goes twice. */
export const startMissing = defineUseCase({
  name: "start-missing",
  permission: "run",
  input: planInput,
  run: async ({ actor, input, tx, now, audit }): Promise<StartedPlan> => {
    const plans = await buildPlans(tx, actor, input, now);
    const runnable = plans.filter(({ obstacle, runs }) => obstacle === null && runs.length > 0);
    if (runnable.length === 0) {
      const obstacle = plans.find(({ runs }) => runs.length > 0)?.obstacle;
      throw new Refusal({
        kind: "refused",
        message: obstacle ?? "Nada falta neste período: o parceiro já tem o que podia ser enviado.",
      });
    }
    const started: StartedPlan = { planIds: [], tasks: 0, skipped: 0 };
    for (const [organizationId, own] of Map.groupBy(
      runnable,
      ({ target }) => target.organizationId,
    )) {
      const planId = await insertPlan(tx, {
        organizationId,
        requestedBy: actor.personId,
        requestedName: actor.name,
        createdAt: now,
        estimatedSeconds: estimateSeconds(own),
      });
      started.planIds.push(planId);
      let tasks = 0;
      for (const plan of own) tasks += await requestRuns(tx, plan, planId, actor);
      started.tasks += tasks;
      started.skipped += own.reduce((sum, { runs }) => sum + runs.length, 0) - tasks;
      await audit({
        organizationId,
        subjectType: "plan",
        subjectId: planId,
        summary: `Envio do que falta: ${formatCount(tasks, "tarefa", "tarefas")} de ${formatCount(new Set(own.map(({ target }) => target.integrationId)).size, "integração", "integrações")}`,
      });
    }
    return started;
  },
});

async function requestRuns(
  tx: Parameters<typeof requestTask>[0],
  { target, operation, runs }: OperationPlan,
  planId: number,
  actor: { personId: number; name: string },
): Promise<number> {
  let tasks = 0;
  for (const { first, last, branchIds } of runs) {
    const requested = await requestTask(tx, {
      organizationId: target.organizationId,
      integrationId: target.integrationId,
      operation,
      period: { first, last },
      origin: "person",
      requestedBy: actor.personId,
      requestedName: actor.name,
      planId,
      ...(branchIds === null ? {} : { parameters: { branchIds } }),
    });
    if ("taskId" in requested) tasks += 1;
  }
  return tasks;
}
