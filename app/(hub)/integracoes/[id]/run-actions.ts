"use server";

import type { RunActions } from "@/components/run-dialog/run-actions.ts";
import { forceRun } from "@/lib/admin/tasks/force-run.ts";
import { forceRuns } from "@/lib/admin/tasks/force-runs.ts";
import { planRun } from "@/lib/admin/tasks/plan-run.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";

/** "Executar integração" for one period. */
export const runOnce: RunActions["runOnce"] = async (input) =>
  forceRun(await requireActor(), input);

/** Shows a long period as consecutive tasks; nothing starts yet. */
export const planPeriod: RunActions["planPeriod"] = async (input) =>
  planRun(await requireActor(), input);

/** Starts the tasks of a plan. */
export const runPlan: RunActions["runPlan"] = async (input) =>
  forceRuns(await requireActor(), input);
