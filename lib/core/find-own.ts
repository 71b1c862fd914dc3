/**
 * What a table says of a name that somebody else wrote. Asked by brackets it also answers
 * `constructor` and `__proto__`, which every object inherits.
 */
export function findOwn<Value>(
  table: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
