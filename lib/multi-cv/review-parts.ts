import type { WatchedReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { saveFacts } from "@/db/queries/flows/subjects.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { readReservation } from "./cv/read-reservation.ts";
import { HUB, openCvLine } from "./open-lines.ts";
import { hashPart } from "./rules/hash-part.ts";
import {
  findChangedParts,
  hashParts,
  type PartHashes,
  PART_WORD,
  readParts,
} from "./rules/reservation-parts.ts";
import { startChanges } from "./start-flows.ts";
import { formatList } from "./words/format-list.ts";

type Side = "hub" | "terminal";

const KNOWN = { hub: "hubParts", terminal: "terminalParts" } as const;
const LISTED = { hub: "hubListed", terminal: "terminalListed" } as const;

/**
 * Whether a part of a carried reservation is another one than when it was carried, or last decided on.
 * Then a run asks. Gives a sentence; null when nothing changed, or when it cannot be said yet.
 */
async function reviewParts(
  ctx: FlowContext,
  one: WatchedReservation,
  side: Side,
  now: PartHashes,
): Promise<string | null> {
  const { reservation: row, subject } = one;
  if (!isAtRest(one)) return null;
  const environment =
    side === "hub" ? ctx.environments.byCode(HUB) : ctx.environments.byId(row.environmentId ?? 0);
  const known = readParts(subject.facts[KNOWN[side]]);
  if (!known) {
    await ctx.db.transaction((tx) =>
      saveFacts(tx, ctx.organization.id, subject.id, { [KNOWN[side]]: now }),
    );
    return null;
  }
  const changed = findChangedParts(known, now);
  if (changed.length === 0) return null;
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  await ctx.db.transaction((tx) => startChanges(tx, { ...scope, start: ctx.startRun }, subject.id));
  return `Mudou em ${environment.name} depois da transferência: ${formatList(changed.map((part) => PART_WORD[part]))}. A mudança está em conferência.`;
}

/**
 * The same from a list that showed the reservation whole, without a message. A list may write a part
 * otherwise than the reservation itself, so that it is held against the list before it, and only where
 * that changed the reservation is read. Whether it was.
 */
async function reviewListed(
  ctx: FlowContext,
  one: WatchedReservation,
  side: Side,
  listed: PartHashes,
): Promise<boolean> {
  const { subject } = one;
  if (!isAtRest(one)) return false;
  const name = LISTED[side];
  const now = hashPart(listed);
  if (subject.facts[name] === now) return false;
  const known = readParts(subject.facts[KNOWN[side]]);
  const isNew = known === null || findChangedParts(known, listed).length > 0;
  if (isNew) await reviewLive(ctx, one, side);
  await ctx.db.transaction((tx) => saveFacts(tx, ctx.organization.id, subject.id, { [name]: now }));
  return isNew;
}

/** Readings that one pass makes for what its lists showed; the rest waits for the next. */
const MOST_READINGS = 500;

/** {@link reviewListed} for all that a pass saw. */
export function makeListedReview(
  ctx: FlowContext,
): (
  one: WatchedReservation,
  look: { hub?: { parts?: PartHashes }; terminal?: { parts?: PartHashes } },
) => Promise<void> {
  let readings = 0;
  return async (one, look) => {
    for (const side of ["hub", "terminal"] as const) {
      const parts = look[side]?.parts;
      if (parts && readings < MOST_READINGS && (await reviewListed(ctx, one, side, parts)))
        readings += 1;
    }
  };
}

/** Reads one side whole and compares it, as {@link reviewParts} says. */
export async function reviewLive(
  ctx: FlowContext,
  one: WatchedReservation,
  side: Side,
): Promise<string | null> {
  const { reservation: row } = one;
  const environment =
    side === "hub" ? ctx.environments.byCode(HUB) : ctx.environments.byId(row.environmentId ?? 0);
  const live = await readReservation(
    openCvLine(environment),
    Number(side === "hub" ? row.hubReservationId : row.terminalReservationId),
  );
  return live && reviewParts(ctx, one, side, hashParts(live));
}

/** On its way everything is read anew anyway; what it carried is known once it is there. */
export function isAtRest({ reservation, subject }: WatchedReservation): boolean {
  return (
    reservation.terminalReservationId !== null &&
    reservation.environmentId !== null &&
    (subject.state === "finished" || subject.state === "stuck")
  );
}
