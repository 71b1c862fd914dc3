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
