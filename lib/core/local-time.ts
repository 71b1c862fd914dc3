/** Wall-clock parts of an instant in one time zone. */
export interface LocalTime {
  /** YYYY-MM-DD */
  day: string;
  /** HH:MM:SS */
  time: string;
  /** Minutes east of UTC: -180 for Brasília. */
  offsetMinutes: number;
}

const QUARTER_HOUR_MS = 900_000;

/**
 * Makes a reader of wall-clock times. Asking Intl for every row of a file of millions is slow, and an
 * offset changes on quarter hours only: it is asked once for each of those.
 */
export function localClock(timeZone: string): (instant: Date) => LocalTime {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const offsets = new Map<number, number>();
  const offsetOf = (quarter: number) => {
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      const parts = Object.fromEntries(
        format
          .formatToParts(quarter * QUARTER_HOUR_MS)
          .map(({ type, value }) => [type, Number(value)]),
      );
      const local = Date.UTC(
        parts.year ?? 0,
        (parts.month ?? 1) - 1,
        parts.day,
        parts.hour,
        parts.minute,
        parts.second,
      );
      offset = Math.round((local - quarter * QUARTER_HOUR_MS) / 60_000);
      offsets.set(quarter, offset);
    }
    return offset;
  };
  let lastInstant = Number.NaN;
  let last: LocalTime = { day: "", time: "", offsetMinutes: 0 };
  return (instant) => {
    // The lines of one sale come one after the other, all with its time.
    if (instant.getTime() === lastInstant) return last;
    lastInstant = instant.getTime();
    const offsetMinutes = offsetOf(Math.floor(instant.getTime() / QUARTER_HOUR_MS));
    const iso = new Date(instant.getTime() + offsetMinutes * 60_000).toISOString();
    last = { day: iso.slice(0, 10), time: iso.slice(11, 19), offsetMinutes };
    return last;
  };
}

/** "-0300" */
export function formatOffset(offsetMinutes: number): string {
  const absolute = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? "-" : "+"}${String(Math.floor(absolute / 60)).padStart(2, "0")}${String(absolute % 60).padStart(2, "0")}`;
}
