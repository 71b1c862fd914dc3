const LARGE = 10_000;
const REMEMBER_MS = 10_000;
const MOST = 500;

const remembered = new Map<string, { value: unknown; until: number }>();

/**
 * Counts of large lists may be ten seconds old: nobody sees whether there are 98,311 or 98,312, and
 * counting again for every page would make the list slower the more there is in it. Small ones are always exact.
 */
export async function rememberCount<Value>(
  key: string,
  sizeOf: (value: Value) => number,
  count: () => Promise<Value>,
  now = Date.now(),
): Promise<Value> {
  const known = remembered.get(key);
  if (known && known.until > now) return known.value as Value;
  const value = await count();
  remembered.delete(key);
  if (sizeOf(value) >= LARGE) {
    if (remembered.size >= MOST) remembered.delete(remembered.keys().next().value ?? "");
    remembered.set(key, { value, until: now + REMEMBER_MS });
  }
  return value;
}
