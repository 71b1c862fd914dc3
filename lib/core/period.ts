/** A calendar day, `YYYY-MM-DD`, of the organization's time zone. */
export type Day = string;

/** First and last movement day, both included. */
export interface Period {
  first: Day;
  last: Day;
}

/** The most days one request may span: the reference's limit for retroactive sends. */
export const MAX_DAYS = 31;

const DAY_MS = 86_400_000;

/** Whether the text is a day that exists in the calendar. */
export function isDay(text: string): boolean {
  // There is no year 0, for Postgres as for people.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith("0000")) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

const FIRST_MOMENT = Date.parse("0001-01-02T00:00:00Z");
const LAST_MOMENT = Date.parse("9999-12-30T00:00:00Z");

/** Whether it is a moment of the years 1 to 9999, in every time zone. */
export function isMoment(instant: Date): boolean {
  return instant.getTime() >= FIRST_MOMENT && instant.getTime() <= LAST_MOMENT;
}

/** The day `count` days after (before, when negative). */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** How many days the period has, both ends counted; not positive when the ends are reversed. */
export function countDays(period: Period): number {
  return (
    Math.round(
      (Date.parse(`${period.last}T00:00:00Z`) - Date.parse(`${period.first}T00:00:00Z`)) / DAY_MS,
    ) + 1
  );
}

/** Every day of the period, in order. */
export function listDays(period: Period): Day[] {
  return Array.from({ length: Math.max(0, countDays(period)) }, (_, index) =>
    addDays(period.first, index),
  );
}

/** Cuts a period into consecutive ones of at most `maxDays`, the last being the short one. */
export function splitPeriod(period: Period, maxDays = MAX_DAYS): Period[] {
  return planPeriods(period, [], maxDays);
}

/** The days of `period` that no period of `ran` covers, as runs of consecutive days of at most `maxDays`. */
export function planPeriods(period: Period, ran: readonly Period[], maxDays = MAX_DAYS): Period[] {
  const plan: Period[] = [];
  let open: Period | null = null;
  for (const day of listDays(period)) {
    if (ran.some((past) => past.first <= day && day <= past.last)) {
      open = null;
    } else if (open && countDays(open) < maxDays) {
      open.last = day;
    } else {
      open = { first: day, last: day };
      plan.push(open);
    }
  }
  return plan;
}

/** Whether two periods share a day. */
export function overlaps(a: Period, b: Period): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** dd/mm/aaaa. */
export function formatDay(day: Day): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** Reads dd/mm/aaaa or YYYY-MM-DD; null when it is no day. */
export function parseDay(text: string): Day | null {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text.trim());
  const day = match ? `${match[3]}-${match[2]}-${match[1]}` : text.trim();
  return isDay(day) ? day : null;
}

const formats = new Map<string, { day: Intl.DateTimeFormat; time: Intl.DateTimeFormat }>();

/** Making a format costs a hundred times what using it does, and an import asks for the day of every document. */
function formatsOf(timeZone: string): { day: Intl.DateTimeFormat; time: Intl.DateTimeFormat } {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = {
    day: new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    }),
    time: new Intl.DateTimeFormat("pt-BR", {
      timeZone,
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    }),
  };
  formats.set(timeZone, made);
  return made;
}

/** The day it is at `instant` in `timeZone`. */
export function dayInZone(instant: Date, timeZone: string): Day {
  return formatsOf(timeZone).day.format(instant);
}

/** dd/mm/aaaa HH:MM:SS in `timeZone`. */
export function formatInstant(instant: Date, timeZone: string): string {
  return `${formatDay(dayInZone(instant, timeZone))} ${formatsOf(timeZone).time.format(instant)}`;
}

/** What is wrong with a requested period, as a sentence for the person; null when nothing is. */
export function refusePeriod(
  period: Period,
  today: Day,
  maxDays = MAX_DAYS,
): { code: "invalid" | "reversed" | "future" | "too_long"; message: string } | null {
  if (!isDay(period.first) || !isDay(period.last))
    return { code: "invalid", message: "Informe as duas datas no formato dd/mm/aaaa." };
  if (period.first > period.last)
    return {
      code: "reversed",
      message: "A data inicial é posterior à data final. Troque as datas e tente novamente.",
    };
  if (period.last > today)
    return {
      code: "future",
      message: `Ainda não há movimento depois de hoje (${formatDay(today)}). Escolha uma data final até hoje.`,
    };
  if (countDays(period) > maxDays) {
    return {
      code: "too_long",
      message: `O período tem ${countDays(period)} dias e o limite é de ${maxDays} dias por processamento. O mesmo intervalo pode ser dividido em tarefas consecutivas de até ${maxDays} dias.`,
    };
  }
  return null;
}
