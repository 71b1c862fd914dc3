import { z } from "zod";
import { countDays, overlaps } from "@/lib/core/period.ts";
import { requestTask } from "@/lib/engine/request-task.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { checkPeriod } from "./check-run-period.ts";
import { readRunnable } from "./read-runnable.ts";
import { overlapSentence, formatPeriod } from "./run-sentences.ts";
import { MAX_PLAN_DAYS } from "./plan-run.ts";

const day = z.string().max(10);

/** Starts the tasks of a plan, all of them or none. */
export const forceRuns = defineUseCase({
  name: "force-runs",
  permission: "run",
  input: z.object({
    integrationId: z.int().positive(),
    periods: z
      .array(z.object({ first: day, last: day }))
      .min(1, "Escolha ao menos uma tarefa do plano.")
      .max(MAX_PLAN_DAYS),
  }),
  async run({ actor, input, tx, audit, now }) {
    const runnable = await readRunnable(tx, input.integrationId, now);
    const { target, operation, maxDays } = runnable;
    const periods = input.periods.toSorted((a, b) => (a.first < b.first ? -1 : 1));
    for (const period of periods) checkPeriod(period, runnable, maxDays);
    if (
      periods.reduce((sum, period) => sum + countDays(period), 0) > MAX_PLAN_DAYS ||
      periods.some((period, index) => index > 0 && overlaps(periods[index - 1]!, period))
    ) {
      throw new Refusal({
        kind: "invalid",
        message: "O plano enviado tem dias repetidos ou é longo demais. Refaça o plano.",
      });
    }
    const { organizationId, integrationId } = target;
    const taskIds: number[] = [];
    for (const period of periods) {
      const requested = await requestTask(tx, {
        organizationId,
        integrationId,
        operation,
        period,
        origin: "person",
        requestedBy: actor.personId,
        requestedName: actor.name,
      });
      // Thrown, so that the tasks asked for before this one are not there either.
      if ("conflictWith" in requested)
        throw new Refusal({
          kind: "conflict",
          message: overlapSentence(requested.conflictWith),
          offer: { code: "overlap", taskId: requested.conflictWith },
        });
      taskIds.push(requested.taskId);
      await audit({
        organizationId,
        subjectType: "task",
        subjectId: requested.taskId,
        summary: `Execução de ${target.description} solicitada para ${formatPeriod(period)}, parte de um plano`,
      });
    }
    return { taskIds };
  },
});
