/**
 * The same value, which reports each field that is asked for by its name. Whoever goes through all
 * fields whatever their names (a copy, a redaction, JSON) asks for none; what it finds is watched on.
 */
export function watchReads(value: unknown, report: (path: string) => void, path = ""): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return new Proxy(value, {
      get: (target, key, receiver) =>
        typeof key === "string" && /^\d+$/.test(key)
          ? watchReads(target[Number(key)], report, path)
          : (Reflect.get(target, key, receiver) as unknown),
    });
  // Fields that an enumeration is about to take, in its order.
  let passing: string[] = [];
  return new Proxy(value as Record<string, unknown>, {
    ownKeys: (target) => {
      passing = Object.keys(target);
      return Reflect.ownKeys(target);
    },
    get: (target, key, receiver) => {
      if (typeof key !== "string" || key === "toJSON" || key === "then")
        return Reflect.get(target, key, receiver) as unknown;
      const at = passing.indexOf(key);
      if (at >= 0) {
        passing = passing.slice(at + 1);
        return watchReads(target[key], report, isKeyed(target, key) ? path : join(path, key));
      }
      if (/^\d+$/.test(key)) return watchReads(target[key], report, path);
      const own = join(path, key);
      report(own);
      return watchReads(target[key], report, own);
    },
  });
}

/** Whether a key is one of a row: a number, or any name where each value is a row or a list. */
function isKeyed(target: Record<string, unknown>, key: string): boolean {
  return (
    /^\d+$/.test(key) ||
    Object.values(target).every((held) => typeof held === "object" && held !== null)
  );
}

const join = (path: string, name: string) => (path === "" ? name : `${path}.${name}`);
