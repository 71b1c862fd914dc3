"use server";

import { planMissing } from "@/lib/admin/days/plan-missing.ts";
import { resumePlan } from "@/lib/admin/days/resume-plan.ts";
import { startMissing } from "@/lib/admin/days/start-missing.ts";
import { setLateDays } from "@/lib/admin/days/set-late-days.ts";
import { stopPlan } from "@/lib/admin/days/stop-plan.ts";
import { defineAction } from "../../../../define-action.ts";

/** "Planejar o que falta": lists it, and nothing starts yet. */
export const plan = defineAction(planMissing);

/** Sends what is missing. */
export const start = defineAction(startMissing);

/** "Parar". */
export const stop = defineAction(stopPlan);

/** "Retomar". */
export const resume = defineAction(resumePlan);

/** How far back late movement goes out by itself. */
export const saveLateDays = defineAction(setLateDays);
