import { z } from "zod";
import { dayInZone } from "@/lib/core/period.ts";
import { requestTask } from "@/lib/engine/request-task.ts";
import { defineUseCase } from "../define-use-case.ts";
import { SETUP } from "./read-setup.ts";
import { flowInput, requireFlow } from "./require-flow.ts";

/** "Carregar e conferir tudo". Whoever asks while it runs is shown the run of whoever asked first. */
export const requestSetup = defineUseCase({
  name: "request-setup",
  permission: "edit",
  input: z.object(flowInput),
  async run({ actor, input, tx, audit, now }): Promise<{ taskId: number }> {
    const flow = await requireFlow(tx, input.integrationId);
    const { organizationId, integrationId } = flow;
    const today = dayInZone(now, flow.timeZone);
    const requested = await requestTask(tx, {
      organizationId,
      integrationId,
      operation: SETUP,
      period: { first: today, last: today },
      origin: "person",
      requestedBy: actor.personId,
      requestedName: actor.name,
    });
    if (!("taskId" in requested)) return { taskId: requested.conflictWith };
    await audit({
      organizationId,
      subjectType: "integration",
      subjectId: integrationId,
      summary: "Solicitou carregar e conferir a configuração",
    });
    return { taskId: requested.taskId };
  },
});
