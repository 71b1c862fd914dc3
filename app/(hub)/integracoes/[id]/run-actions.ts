"use server";

import { forceRun } from "@/lib/admin/tasks/force-run.ts";
import { forceRuns } from "@/lib/admin/tasks/force-runs.ts";
import { planRun } from "@/lib/admin/tasks/plan-run.ts";
import { defineAction } from "../../../define-action.ts";

/** "Executar integração" for one period. */
export const runOnce = defineAction(forceRun);

/** Shows a long period as consecutive tasks; nothing starts yet. */
export const planPeriod = defineAction(planRun);

/** Starts the tasks of a plan. */
export const runPlan = defineAction(forceRuns);
