import type { Day } from "@/lib/core/period.ts";

/** CV writes no zone; captured answers name America/Recife, which keeps UTC-3 all the year round. Assumption A7. */
const CV_OFFSET_MINUTES = -180;

const ISO_DAY =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const BRAZILIAN = /^(\d{2})\/(\d{2})\/(\d{4})(?:\s+(?:às\s+)?(\d{2}):(\d{2})(?::(\d{2}))?)?$/i;

/**
 * Reads "2026-09-01", "2026-09-01 10:12:44", "01/09/2026 10:12", ISO with a zone, or a PHP date
 * object. Null when it is no date ("0000-00-00", "").
 */
export function readMoment(value: unknown): Date | null {
  if (value && typeof value === "object" && "date" in value) {
    const zone = "timezone" in value && typeof value.timezone === "string" ? value.timezone : "";
    return typeof value.date === "string" ? readText(value.date, offsetOf(zone)) : null;
  }
  return typeof value === "string" ? readText(value, CV_OFFSET_MINUTES) : null;
}

/** The calendar day in the partner's own time. */
export function readDay(value: unknown): Day | null {
  const moment = readMoment(value);
  return moment ? dayOf(moment) : null;
}

/** The calendar day of an instant in CV's time. */
export function dayOf(moment: Date): Day {
  return new Date(moment.getTime() + CV_OFFSET_MINUTES * 60_000).toISOString().slice(0, 10);
}

/** "10/10/2026", as CV's inputs want it. */
export function toBrazilianDay(day: Day): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return `${date}/${month}/${year}`;
}

/** "2026-09-01 10:12:44", in CV's own time. */
export function toCvMoment(moment: Date): string {
  return new Date(moment.getTime() + CV_OFFSET_MINUTES * 60_000)
    .toISOString()
    .slice(0, 19)
    .replace("T", " ");
}

function readText(text: string, offsetMinutes: number): Date | null {
  const trimmed = text.trim();
  const iso = ISO_DAY.exec(trimmed);
  if (iso) return toInstant(iso.slice(1, 7), iso[7] ? offsetOf(iso[7]) : offsetMinutes);
  const local = BRAZILIAN.exec(trimmed);
  return local
    ? toInstant([local[3], local[2], local[1], local[4], local[5], local[6]], offsetMinutes)
    : null;
}

function toInstant(parts: ReadonlyArray<string | undefined>, offsetMinutes: number): Date | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC turns the 31st of February into March: such a date was never meant.
  if (year < 1800 || local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day || hour > 23)
    return null;
  return new Date(local.getTime() - offsetMinutes * 60_000);
}

function offsetOf(zone: string): number {
  if (/^(z|utc|gmt|etc\/utc)$/i.test(zone)) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (sign) return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return CV_OFFSET_MINUTES;
}
