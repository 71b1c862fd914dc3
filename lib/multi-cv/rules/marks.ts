const MINUTE_MS = 60_000;
const MARK_MS = 5 * MINUTE_MS;
const MARGIN_MS = 2 * MINUTE_MS;

/**
 * The first moment at which a terminal reservation may leave "pode faturar". CV sends to Sienge in batches
 * on the marks of five minutes and never sends what left before its batch: one whole minute after the
 * first mark that is at least two minutes away from the moment it entered.
 */
export function mayLeaveReadyAt(enteredAt: Date): Date {
  return new Date(Math.ceil((enteredAt.getTime() + MARGIN_MS) / MARK_MS) * MARK_MS + MINUTE_MS);
}

export interface BrakeSettings {
  /** More cancellations than this … */
  limit: number;
  /** … within this many seconds hold all of them. */
  windowSeconds: number;
  /** How long a cancellation waits to see whether others follow. */
  settleSeconds: number;
}

/** Whether the newest of these moments, in any order, is one of a burst. */
export function isBurst(seenAt: readonly Date[], settings: BrakeSettings): boolean {
  const times = seenAt.map((moment) => moment.getTime()).toSorted((a, b) => a - b);
  return times.some((time, index) => {
    const first = times[index - settings.limit];
    return first !== undefined && time - first <= settings.windowSeconds * 1000;
  });
}
