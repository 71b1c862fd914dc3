import { z } from "zod";
import { requestTask } from "@/lib/engine/request-task.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { checkPeriod } from "./check-run-period.ts";
import { readRunnable } from "./read-runnable.ts";
import { overlapSentence, formatPeriod } from "./run-sentences.ts";

/** "Executar integração": asks for one task over a period of at most the type's days. */
export const forceRun = defineUseCase({
  name: "force-run",
  permission: "run",
  input: z.object({
    integrationId: z.int().positive(),
    first: z.string().max(10),
    last: z.string().max(10),
  }),
  async run({ actor, input, tx, audit, now }) {
    const runnable = await readRunnable(tx, input.integrationId, now);
    const { target, operation, maxDays } = runnable;
    const period = { first: input.first, last: input.last };
    checkPeriod(period, runnable, maxDays);
    const { organizationId, integrationId } = target;
    const requested = await requestTask(tx, {
      organizationId,
      integrationId,
      operation,
      period,
      origin: "person",
      requestedBy: actor.personId,
      requestedName: actor.name,
    });
    if ("conflictWith" in requested)
      throw new Refusal({
        kind: "conflict",
        message: overlapSentence(requested.conflictWith),
        offer: { code: "overlap", taskId: requested.conflictWith },
      });
    await audit({
      organizationId,
      subjectType: "task",
      subjectId: requested.taskId,
      summary: `Execução de ${target.description} solicitada para ${formatPeriod(period)}`,
    });
    return { taskId: requested.taskId };
  },
});
