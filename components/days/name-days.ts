import { addDays, type Day, formatDay } from "@/lib/core/period.ts";

const SHOWN = 6;

/** Days in words, those in a row as one: "12/11, 14/11 a 17/11 e 20/11". */
export function nameDays(days: readonly Day[]): string {
  const rows: Array<[first: Day, last: Day]> = [];
  for (const day of days) {
    const row = rows.at(-1);
    if (row && addDays(row[1], 1) === day) row[1] = day;
    else rows.push([day, day]);
  }
  const short = (day: Day) => formatDay(day).slice(0, 5);
  const named = rows
    .slice(0, SHOWN)
    .map(([first, last]) => (first === last ? short(first) : `${short(first)} a ${short(last)}`));
  if (rows.length > SHOWN) named.push("outros");
  return new Intl.ListFormat("pt-BR").format(named);
}
