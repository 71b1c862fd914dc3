import type { MissingPlan } from "@/lib/admin/days/plan-missing.ts";
import type { StartedPlan } from "@/lib/admin/days/start-missing.ts";
import type { Day } from "@/lib/core/period.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";

/** One day of one branch, or of all: what a plan may be narrowed to. */
export interface PlanScope {
  operation?: string;
  branchId?: number;
  first?: Day;
  last?: Day;
}

/** What is looked for, as the window asks it. */
export interface PlanQuestion extends PlanScope {
  integrationIds: number[];
  changed: boolean;
  off: boolean;
}

/** What the window and the progress ask of the server. */
export interface PlanActions {
  plan: (input: PlanQuestion) => Promise<Outcome<MissingPlan>>;
  start: (input: PlanQuestion) => Promise<Outcome<StartedPlan>>;
  stop: (input: { planId: number }) => Promise<Outcome<{ stopped: number }>>;
  resume: (input: { planId: number }) => Promise<Outcome<{ resumed: number; skipped: number }>>;
}
