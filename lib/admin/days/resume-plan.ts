import { z } from "zod";
import { listPlanTasks, lockPlan, markPlan } from "@/db/queries/days/day-plans.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { reprocessTask } from "@/lib/engine/reprocess-task.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";

/** "Retomar": what was taken back goes on; where another task is in the way by now, it stays back. */
export const resumePlan = defineUseCase({
  name: "resume-plan",
  permission: "run",
  input: z.object({ planId: z.int().positive() }),
  run: async ({ input, tx, audit }): Promise<{ resumed: number; skipped: number }> => {
    const plan = (await lockPlan(tx, input.planId)) ?? notFound("Plano não encontrado.");
    const taskIds = await listPlanTasks(tx, plan, "stopped");
    let resumed = 0;
    for (const taskId of taskIds) {
      const { organizationId } = plan;
      if ((await reprocessTask(tx, { organizationId, taskId })) === "requested") resumed += 1;
    }
    await markPlan(tx, plan, null);
    await audit({
      organizationId: plan.organizationId,
      subjectType: "plan",
      subjectId: plan.id,
      summary: `Envio do que falta retomado: ${formatCount(resumed, "tarefa", "tarefas")}`,
    });
    return { resumed, skipped: taskIds.length - resumed };
  },
});
