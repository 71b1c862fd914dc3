import { addDays, countDays, type Day, type Period, splitPeriod } from "@/lib/core/period.ts";

/** What is known of a branch's transmissions. */
export interface Transmitted {
  /** Last day of the newest movement file that was validated; null when none was. */
  movements: Day | null;
  /** Day of the newest inventory that was validated; null when none was. */
  inventory: Day | null;
  /** First day to transmit when what came before was sent by another system; empty when nothing was. */
  from: Day;
}

/**
 * The files to send up to `last`: each of exactly `days` days, the first right after what Anvisa has. Days
 * that do not fill a file wait for the next run. null when not even the inventory was accepted.
 */
export function planFiles(
  { movements, inventory, from }: Transmitted,
  last: Day,
  days: number,
): Period[] | null {
  const known = [movements, inventory, from === "" ? null : addDays(from, -1)].filter(
    (day) => day !== null,
  );
  if (known.length === 0) return null;
  const first = addDays(known.toSorted().at(-1) as Day, 1);
  return splitPeriod({ first, last }, days).filter((period) => countDays(period) === days);
}
