import { Temporal } from "temporal-polyfill";
import { addDays, dayInZone, type Period } from "./period.ts";

/** When an operation runs by itself. Hours are "HH:MM" in the organization's time zone. */
export type ScheduleRule =
  | { kind: "interval" }
  | { kind: "every"; minutes: number; setting?: string }
  | { kind: "daily"; at: string; setting?: string }
  | { kind: "window"; everyHours: number; from: string; to: string }
  | { kind: "demand" };

/** Which days a scheduled run covers, counted back from the day on which it was due. */
export interface PeriodRule {
  firstDaysBack: number;
  lastDaysBack: number;
}

/** After downtime: one run for the last missed slot, one for each, or none. */
export type MissedRule = "last" | "all" | "skip";

/** At the integration's own "Intervalo tarefa (minutos)". */
export const everyInterval = (): ScheduleRule => ({ kind: "interval" });
/** Every N minutes whatever the integration's interval. */
export const everyMinutes = (minutes: number): ScheduleRule => ({ kind: "every", minutes });
/** Every so many minutes as this setting of the integration says; until it does, as many as the setting's default. */
export const everyMinutesOf = ({
  key,
  defaultValue,
}: {
  key: string;
  defaultValue: string;
}): ScheduleRule => ({ kind: "every", minutes: Number(defaultValue), setting: key });
/** Once a day at this hour. */
export const daily = (at: string): ScheduleRule => ({ kind: "daily", at });
/** Once a day at the hour that this setting of the integration says; until it does, at the setting's default. */
export const dailyAt = ({
  key,
  defaultValue,
}: {
  key: string;
  defaultValue: string;
}): ScheduleRule => ({ kind: "daily", at: defaultValue, setting: key });
/** Every N hours from one hour to another, both included: 04:00, 08:00 … 20:00. */
export const window = (everyHours: number, from: string, to: string): ScheduleRule => ({
  kind: "window",
  everyHours,
  from,
  to,
});
/** Never by itself: somebody asks for each run (a flow, when a message arrives). */
export const onDemand = (): ScheduleRule => ({ kind: "demand" });
/** The single day D-n. */
export const daysBack = (count: number): PeriodRule => ({
  firstDaysBack: count,
  lastDaysBack: count,
});
/** From D-first to D-last. */
export const daysBackRange = (first: number, last: number): PeriodRule => ({
  firstDaysBack: first,
  lastDaysBack: last,
});

/** "HH:MM", from 00:00 to 23:59. */
export const isHour = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/**
 * What an interval that is a setting may be: a partner is not asked more often, and nothing waits
 * longer than a day.
 */
export const MINUTES_BETWEEN_RUNS = { min: 5, max: 1_440 } as const;

/** Whole minutes within {@link MINUTES_BETWEEN_RUNS}. */
const isMinutes = (text: string): boolean =>
  /^\d{1,6}$/.test(text) &&
  Number(text) >= MINUTES_BETWEEN_RUNS.min &&
  Number(text) <= MINUTES_BETWEEN_RUNS.max;

/** The settings of the integration that the rule goes by: one or none. */
export const settingOfSchedule = (rule: ScheduleRule): string[] =>
  (rule.kind === "daily" || rule.kind === "every") && rule.setting !== undefined
    ? [rule.setting]
    : [];

/** The rule with the integration's own hour or minutes in it, where it names a setting and that holds such a value. */
export function fitSchedule(
  rule: ScheduleRule,
  settings: ReadonlyMap<string, string>,
): ScheduleRule {
  const own = settingOfSchedule(rule).map((key) => settings.get(key))[0];
  if (own === undefined) return rule;
  if (rule.kind === "daily" && isHour(own)) return { ...rule, at: own };
  if (rule.kind === "every" && isMinutes(own)) return { ...rule, minutes: Number(own) };
  return rule;
}

/**
 * Where a planned run goes when its hour is another now: to that hour of its own day. Planning it from
 * the present instead would give a day two runs (02:00 to 15:00, saved at ten) or none (23:00 to 02:00),
 * and with it a day of movement. A day whose new hour has passed is still run at the old one.
 */
export function moveToHour(
  rule: Extract<ScheduleRule, { kind: "daily" }>,
  planned: Date,
  now: Date,
  timeZone: string,
): Date {
  const day = Temporal.Instant.fromEpochMilliseconds(planned.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const moved = new Date(day.toZonedDateTime({ timeZone, plainTime: rule.at }).epochMilliseconds);
  return planned > now && moved <= now ? planned : moved;
}

/** The period a run due at `due` covers. */
export function periodOf(rule: PeriodRule, due: Date, timeZone: string): Period {
  const today = dayInZone(due, timeZone);
  return { first: addDays(today, -rule.firstDaysBack), last: addDays(today, -rule.lastDaysBack) };
}

/**
 * The first moment strictly after `after` at which the rule is due. Calendar rules follow the wall
 * clock of `timeZone`: an hour that a change of clocks skips comes as much later as the clocks jump, and
 * one that happens twice counts the first time.
 */
export function nextRun(
  rule: ScheduleRule,
  intervalMinutes: number,
  after: Date,
  timeZone: string,
): Date {
  if (rule.kind === "interval") return new Date(after.getTime() + intervalMinutes * 60_000);
  if (rule.kind === "every") return new Date(after.getTime() + rule.minutes * 60_000);
  if (rule.kind === "demand") throw new RangeError("what runs on demand is never due");
  const hours = hoursOf(rule);
  const day = Temporal.Instant.fromEpochMilliseconds(after.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  for (let offset = 0; offset <= 2; offset++) {
    for (const hour of hours) {
      const due = day
        .add({ days: offset })
        .toZonedDateTime({ timeZone, plainTime: hour }).epochMilliseconds;
      if (due > after.getTime()) return new Date(due);
    }
  }
  throw new RangeError(`schedule without hours: ${JSON.stringify(rule)}`);
}

/**
 * The slots from `due` up to `now`, by the missed-run rule, and the slot after them. At most `limit`
 * come back, since a long downtime must not flood the queue; under "all" the rest is due at `next`.
 */
export function dueSlots(
  rule: ScheduleRule,
  intervalMinutes: number,
  due: Date,
  now: Date,
  timeZone: string,
  missed: MissedRule,
  limit = 100,
): { slots: Date[]; next: Date } {
  if (due > now) return { slots: [], next: due };
  const after = (slot: Date) => nextRun(rule, intervalMinutes, slot, timeZone);
  if (missed === "all") {
    const slots = [due];
    let next = after(due);
    while (next <= now && slots.length < limit) {
      slots.push(next);
      next = after(next);
    }
    return { slots, next };
  }
  let last = due;
  let next = after(due);
  const missedSome = next <= now;
  if (missedSome && (rule.kind === "interval" || rule.kind === "every")) {
    const stepMs = next.getTime() - due.getTime();
    last = new Date(due.getTime() + Math.floor((now.getTime() - due.getTime()) / stepMs) * stepMs);
    next = after(last);
  }
  while (next <= now) {
    last = next;
    next = after(last);
  }
  return { slots: missed === "skip" && missedSome ? [] : [last], next };
}

function hoursOf(rule: Extract<ScheduleRule, { kind: "daily" | "window" }>): string[] {
  if (rule.kind === "daily") return [rule.at];
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  const hours: string[] = [];
  for (let at = minutes(rule.from); at <= minutes(rule.to); at += rule.everyHours * 60) {
    hours.push(
      `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`,
    );
  }
  return hours;
}

/** "a cada 30 min", "de hora em hora", "a cada 12 h". */
function describeEvery(minutes: number): string {
  if (minutes === 60) return "de hora em hora";
  return minutes > 60 && minutes % 60 === 0 ? `a cada ${minutes / 60} h` : `a cada ${minutes} min`;
}

/** The rule in words, for the screen. */
export function describeSchedule(rule: ScheduleRule, intervalMinutes: number): string {
  if (rule.kind === "interval") return describeEvery(intervalMinutes);
  if (rule.kind === "every")
    return `${describeEvery(rule.minutes)}${rule.setting === undefined ? "" : " (ajustável)"}`;
  if (rule.kind === "daily")
    return `todos os dias às ${rule.at}${rule.setting === undefined ? "" : " (ajustável)"}`;
  if (rule.kind === "demand") return "a cada aviso recebido";
  return `a cada ${rule.everyHours} h, das ${rule.from} às ${rule.to}`;
}

/** The days a run covers in words, for the screen. */
export function describeCoverage({ firstDaysBack, lastDaysBack }: PeriodRule): string {
  const describeDays = (days: number) =>
    days === 0 ? "o próprio dia" : days === 1 ? "o dia anterior" : `${days} dias antes`;
  if (firstDaysBack === lastDaysBack)
    return firstDaysBack === 0
      ? "o próprio dia"
      : `${describeDays(firstDaysBack)} (D-${firstDaysBack})`;
  return `de ${describeDays(firstDaysBack)} até ${describeDays(lastDaysBack)}`;
}
