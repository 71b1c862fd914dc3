/**
 * What an attempt has read already: several steps look at the same thing, and every look is a call
 * of the partner's budget.
 */
const readings = new WeakMap<AbortSignal, Map<string, Promise<unknown>>>();

/**
 * Reads under `key` once an attempt: its signal is the attempt's own and is gone with it, so that the next
 * attempt reads anew. A reading that failed is not kept.
 */
export function readOnce<Result>(
  ctx: { signal: AbortSignal },
  key: string,
  read: () => Promise<Result>,
): Promise<Result> {
  const known = readings.get(ctx.signal) ?? new Map<string, Promise<unknown>>();
  readings.set(ctx.signal, known);
  const found = known.get(key) as Promise<Result> | undefined;
  if (found) return found;
  const reading = read();
  known.set(key, reading);
  reading.catch(() => known.delete(key));
  return reading;
}

/** What was found elsewhere counts as read in this attempt. */
export function rememberReading(ctx: { signal: AbortSignal }, key: string, value: unknown): void {
  const known = readings.get(ctx.signal) ?? new Map<string, Promise<unknown>>();
  readings.set(ctx.signal, known.set(key, Promise.resolve(value)));
}

/** What this attempt has read or was told under a key. */
export function findReading<Result>(
  ctx: { signal: AbortSignal },
  key: string,
): Promise<Result> | undefined {
  return readings.get(ctx.signal)?.get(key) as Promise<Result> | undefined;
}

/** What was read is true no more: it was changed by us. */
export function forgetReading(ctx: { signal: AbortSignal }, key: string): void {
  readings.get(ctx.signal)?.delete(key);
}
