import { maybeId } from "../wire/tolerant-shapes.ts";

const DEEPEST = 4;

/**
 * Looks for an id under several names anywhere in an answer, the nearest first (assumption A4);
 * null when there is none.
 */
export function findId(body: unknown, names: readonly string[]): number | null {
  let level: unknown[] = [body];
  for (let depth = 0; depth < DEEPEST && level.length; depth += 1) {
    const objects = level.filter(
      (one): one is Record<string, unknown> => typeof one === "object" && one !== null,
    );
    for (const name of names)
      for (const one of objects) {
        const id = maybeId.parse(one[name]);
        if (id !== null) return id;
      }
    level = objects.flatMap((one) => Object.values(one));
  }
  return null;
}
