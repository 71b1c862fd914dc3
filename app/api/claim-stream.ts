/** Pages of one person that follow something at once; a hidden page lets its stream go. */
export const MOST_STREAMS_A_PERSON = 20;

const GLOBAL = Symbol.for("enlace.open-streams");
const holder = globalThis as { [GLOBAL]?: Map<number, number> };

/** Takes one of a person's streams; null when they have as many as one may have. The result gives it back. */
export function claimStream(personId: number): (() => void) | null {
  const open = (holder[GLOBAL] ??= new Map());
  const count = open.get(personId) ?? 0;
  if (count >= MOST_STREAMS_A_PERSON) return null;
  open.set(personId, count + 1);
  let given = false;
  return () => {
    if (given) return;
    given = true;
    const left = (open.get(personId) ?? 1) - 1;
    if (left > 0) open.set(personId, left);
    else open.delete(personId);
  };
}
