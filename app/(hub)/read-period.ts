import {
  addDays,
  countDays,
  type Day,
  MAX_DAYS,
  parseDay,
  type Period,
} from "@/lib/core/period.ts";

/**
 * The days that an address asks for (`de`, `ate`, both included); without them, or with days that make
 * no sense or are too many, the last `usual` up to today.
 */
export function readPeriod(params: URLSearchParams, today: Day, usual: number): Period {
  const [first, last] = [parseDay(params.get("de") ?? ""), parseDay(params.get("ate") ?? "")];
  if (first && last) {
    const days = countDays({ first, last });
    if (days >= 1 && days <= MAX_DAYS) return { first, last };
  }
  return { first: addDays(today, 1 - usual), last: today };
}
