import { addDays, type Day, dayInZone } from "./period.ts";
import { nextRun, type PeriodRule, type ScheduleRule } from "./schedule.ts";
import { Temporal } from "temporal-polyfill";

/** What decides whether, and when, a day of an operation is due. */
export interface DayRule {
  schedule: ScheduleRule;
  period: PeriodRule;
}

/**
 * Whether the operation sends past days of branches, which can be accounted for one by one. One that
 * declares nothing of a second sending tells how things stand now, whatever its period says.
 */
export const hasDays = (
  operation: DayRule & { prepare?: unknown; secondSending?: unknown },
): boolean =>
  operation.prepare !== undefined &&
  operation.secondSending !== undefined &&
  operation.schedule.kind !== "demand" &&
  operation.period.firstDaysBack >= 1;

/** The first moment at which a run covers the whole day: a day that is not over is not due. */
export function dueMoment(
  { schedule, period }: DayRule,
  intervalMinutes: number,
  day: Day,
  timeZone: string,
): Date {
  const on = addDays(day, Math.max(1, period.lastDaysBack));
  const midnight = Temporal.PlainDate.from(on).toZonedDateTime({ timeZone }).epochMilliseconds;
  // A slot at midnight itself belongs to the day that begins with it.
  const wallClock = schedule.kind === "daily" || schedule.kind === "window";
  return nextRun(schedule, intervalMinutes, new Date(midnight - (wallClock ? 1 : 0)), timeZone);
}

/** The first day that falls due after `now`. */
export function firstDueDay(
  rule: DayRule,
  intervalMinutes: number,
  now: Date,
  timeZone: string,
): { day: Day; at: Date } {
  const today = dayInZone(now, timeZone);
  for (let back = Math.max(1, rule.period.lastDaysBack) + 1; ; back--) {
    const day = addDays(today, -back);
    const at = dueMoment(rule, intervalMinutes, day, timeZone);
    if (at > now) return { day, at };
  }
}
