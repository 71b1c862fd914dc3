import type { Commission } from "./cv/commissions.ts";
import { hashPart } from "./rules/hash-part.ts";

/** How the commissions of both sides stand: as long as it is the same, there is nothing to carry or to ask. */
export function describeCommissions(
  of: ReadonlyArray<{ place: string; commissions: readonly Commission[] }>,
): string {
  return hashPart(
    of.map(({ place, commissions }) => [place, commissions.toSorted((a, b) => a.id - b.id)]),
  );
}
