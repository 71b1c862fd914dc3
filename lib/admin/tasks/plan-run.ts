import { z } from "zod";
import { listTasksOver } from "@/db/queries/tasks/run-targets.ts";
import {
  addDays,
  countDays,
  formatDay,
  overlaps,
  type Period,
  planPeriods,
} from "@/lib/core/period.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { checkPeriod } from "./check-run-period.ts";
import { readRunnable } from "./read-runnable.ts";

/** The longest range a plan covers: two years, so that one click cannot fill the queue for ever. */
export const MAX_PLAN_DAYS = 731;

/** One task of a plan. `conflictWith`: a pending task that already covers one of its days. */
export interface PlannedTask extends Period {
  days: number;
  conflictWith: number | null;
}

/** A long range as consecutive tasks, and how many of its days were sent before. */
export interface RunPlan {
  tasks: PlannedTask[];
  maxDays: number;
  sentDays: number;
}

/** Shows a long range as consecutive tasks before anything starts, with or without the days already sent. */
export const planRun = defineUseCase({
  name: "plan-run",
  permission: "run",
  input: z.object({
    integrationId: z.int().positive(),
    first: z.string().max(10),
    last: z.string().max(10),
    skipSent: z.boolean().default(false),
  }),
  async run({ input, tx, now }): Promise<RunPlan> {
    const runnable = await readRunnable(tx, input.integrationId, now);
    const { target, operation, maxDays } = runnable;
    const period = { first: input.first, last: input.last };
    checkPeriod(period, runnable, Number.MAX_SAFE_INTEGER);
    if (countDays(period) > MAX_PLAN_DAYS) {
      const message = `Um plano cobre no máximo ${MAX_PLAN_DAYS} dias. Comece, por exemplo, em ${formatDay(addDays(period.last, 1 - MAX_PLAN_DAYS))} e solicite o restante depois.`;
      throw new Refusal({
        kind: "invalid",
        message,
        fields: { first: message },
        offer: { code: "too_long_plan" },
      });
    }
    const past = await listTasksOver(tx, target, {
      operation,
      period,
      statuses: ["pending", "sent", "done"],
    });
    const sent = past.filter((task) => task.status !== "pending").map((task) => task.period);
    const pending = past.filter((task) => task.status === "pending");
    const left = planPeriods(period, sent, maxDays).reduce((sum, part) => sum + countDays(part), 0);
    const tasks = planPeriods(period, input.skipSent ? sent : [], maxDays).map((part) => ({
      ...part,
      days: countDays(part),
      conflictWith: pending.find((task) => overlaps(task.period, part))?.id ?? null,
    }));
    return { tasks, maxDays, sentDays: countDays(period) - left };
  },
});
