import { z } from "zod";
import { listPlanTasks, lockPlan, markPlan } from "@/db/queries/days/day-plans.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { cancelTask } from "@/lib/engine/cancel-task.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";

/** "Parar": what was not begun is taken back, what runs ends as it began. */
export const stopPlan = defineUseCase({
  name: "stop-plan",
  permission: "run",
  input: z.object({ planId: z.int().positive() }),
  run: async ({ actor, input, tx, now, audit }): Promise<{ stopped: number }> => {
    const plan = (await lockPlan(tx, input.planId)) ?? notFound("Plano não encontrado.");
    let stopped = 0;
    for (const taskId of await listPlanTasks(tx, plan, "waiting")) {
      const { organizationId } = plan;
      if (
        (await cancelTask(tx, { organizationId, taskId, cancelledBy: actor.name })) === "cancelled"
      )
        stopped += 1;
    }
    await markPlan(tx, plan, { at: now, name: actor.name });
    await audit({
      organizationId: plan.organizationId,
      subjectType: "plan",
      subjectId: plan.id,
      summary: `Envio do que falta parado: ${formatCount(stopped, "tarefa não iniciada", "tarefas não iniciadas")}`,
    });
    return { stopped };
  },
});
