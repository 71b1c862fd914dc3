import type { WatchedReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { saveFacts } from "@/db/queries/flows/subjects.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { readReservation } from "./cv/read-reservation.ts";
import { HUB, openCvLine } from "./open-lines.ts";
import { findChangedParts, hashParts, PART_WORD, readParts } from "./rules/reservation-parts.ts";
import { startChanges } from "./start-flows.ts";
import { formatList } from "./words/format-list.ts";

/**
 * After a message that changed no situation: whether another part of a carried reservation is another
 * one than when it was carried, or last decided on. Then a run asks. Gives a sentence, or null when
 * nothing changed.
 */
export async function reviewParts(
  ctx: FlowContext,
  { reservation: row, subject }: WatchedReservation,
  side: "hub" | "terminal",
): Promise<string | null> {
  // On its way everything is read anew anyway; what it carried is known once it is there.
  if (row.terminalReservationId === null || row.environmentId === null) return null;
  if (subject.state !== "finished" && subject.state !== "stuck") return null;
  const environment =
    side === "hub" ? ctx.environments.byCode(HUB) : ctx.environments.byId(row.environmentId);
  const id = Number(side === "hub" ? row.hubReservationId : row.terminalReservationId);
  const live = await readReservation(
    openCvLine(environment),
    id,
    side === "hub" ? { commissions: true } : {},
  );
  if (!live) return null;
  const now = hashParts(live);
  const name = side === "hub" ? "hubParts" : "terminalParts";
  const known = readParts(subject.facts[name]);
  if (!known) {
    await ctx.db.transaction((tx) =>
      saveFacts(tx, ctx.organization.id, subject.id, { [name]: now }),
    );
    return null;
  }
  const changed = findChangedParts(known, now);
  if (changed.length === 0) return null;
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  await ctx.db.transaction((tx) => startChanges(tx, { ...scope, start: ctx.startRun }, subject.id));
  return `Mudou em ${environment.name} depois da transferência: ${formatList(changed.map((part) => PART_WORD[part]))}. A mudança aguarda a decisão de um usuário.`;
}
