import { type Day, type Period, refusePeriod } from "@/lib/core/period.ts";
import { Refusal } from "../define-use-case.ts";

/** Ends the use-case with the sentence of what is wrong with the period, beside the field it is about. */
export function checkPeriod(period: Period, today: Day, maxDays: number): void {
  const problem = refusePeriod(period, today, maxDays);
  if (!problem) return;
  const field = problem.code === "reversed" ? "first" : "last";
  throw new Refusal({
    kind: problem.code === "too_long" ? "refused" : "invalid",
    message: problem.message,
    ...(problem.code !== "too_long" && { fields: { [field]: problem.message } }),
    offer: { code: problem.code, plan: problem.code === "too_long" },
  });
}
