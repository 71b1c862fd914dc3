import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { RunPlan } from "@/lib/admin/tasks/plan-run.ts";
import type { Period } from "@/lib/core/period.ts";

/** What the dialog asks of the server. */
export interface RunActions {
  runOnce: (input: Period & { integrationId: number }) => Promise<Outcome<{ taskId: number }>>;
  planPeriod: (
    input: Period & { integrationId: number; skipSent: boolean },
  ) => Promise<Outcome<RunPlan>>;
  runPlan: (input: {
    integrationId: number;
    periods: Period[];
  }) => Promise<Outcome<{ taskIds: number[] }>>;
}
