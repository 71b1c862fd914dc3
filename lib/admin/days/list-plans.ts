import { z } from "zod";
import { listPlans as list, type PlanProgress } from "@/db/queries/days/day-plans.ts";
import { defineUseCase } from "../define-use-case.ts";
import { requireIntegration } from "../tasks/read-operations.ts";

/** A plan that was started, and how far it is. */
export interface ShownPlan extends PlanProgress {
  id: number;
  requestedName: string;
  createdAt: string;
}

/** The newest plans of an integration: what is under way or stopped, and the one before. */
export const listPlans = defineUseCase({
  name: "list-plans",
  permission: "view",
  input: z.object({ integrationId: z.int().positive() }),
  run: async ({ input, tx }): Promise<ShownPlan[]> => {
    const target = await requireIntegration(tx, input.integrationId);
    return (await list(tx, target, 3)).map(
      ({ id, requestedName, createdAt, waiting, running, delivered, failed, stopped }) => ({
        id,
        requestedName,
        createdAt: createdAt.toISOString(),
        waiting,
        running,
        delivered,
        failed,
        stopped,
      }),
    );
  },
});
