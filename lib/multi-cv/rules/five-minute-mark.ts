const MARK_MS = 5 * 60_000;

/** The next full five minutes (:00, :05 …) strictly after `now`: when CV hands its reservations on. */
export function nextMark(now: Date): Date {
  return new Date((Math.floor(now.getTime() / MARK_MS) + 1) * MARK_MS);
}

/**
 * From when a reservation that entered its sending situation at `since` has surely been in a batch: one
 * minute after the next mark, and a mark that came within two minutes of the entry does not count.
 */
export function afterBatch(since: Date): Date {
  return new Date(nextMark(new Date(since.getTime() + 2 * 60_000)).getTime() + 60_000);
}
