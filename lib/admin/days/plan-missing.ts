import type { LeftOutDay, PlannedRun } from "@/lib/core/plan-days.ts";
import { defineUseCase } from "../define-use-case.ts";
import { buildPlans, type OperationPlan } from "./build-plans.ts";
import { planInput } from "./plan-input.ts";

/** What "Planejar o que falta" would send, before anything starts. */
export interface MissingPlan {
  operations: Array<{
    integrationId: number;
    description: string;
    operation: string;
    label: string;
    runs: PlannedRun[];
    leftOut: LeftOutDay[];
    obstacle: string | null;
  }>;
  tasks: number;
  days: number;
  /** How long all of it takes; null when nothing like it ran before. */
  seconds: number | null;
}

/** Lists what the partners lack, as the tasks that would bring it. */
export const planMissing = defineUseCase({
  name: "plan-missing",
  permission: "run",
  input: planInput,
  run: async ({ actor, input, tx, now }): Promise<MissingPlan> => {
    const plans = await buildPlans(tx, actor, input, now);
    const runnable = plans.filter(({ obstacle }) => obstacle === null);
    return {
      operations: plans
        .filter(({ runs, leftOut }) => runs.length + leftOut.length > 0)
        .map(({ target, operation, label, runs, leftOut, obstacle }) => ({
          integrationId: target.integrationId,
          description: target.description,
          operation,
          label,
          runs,
          leftOut,
          obstacle,
        })),
      tasks: runnable.reduce((sum, { runs }) => sum + runs.length, 0),
      days: runnable.flatMap(({ runs }) => runs).reduce((sum, { days }) => sum + days, 0),
      seconds: estimateSeconds(runnable),
    };
  },
});

/** Operations go side by side, and the tasks of one after another: the slowest says how long it takes. */
export function estimateSeconds(plans: readonly OperationPlan[]): number | null {
  const known = plans.flatMap(({ runs, seconds }) =>
    runs.length > 0 && seconds !== null ? seconds : [],
  );
  return known.length > 0 ? Math.max(...known) : null;
}
