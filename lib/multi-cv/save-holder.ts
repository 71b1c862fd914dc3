import { PartnerError } from "@/lib/core/errors.ts";
import type { StepContext } from "@/lib/engine/flows/define-flow.ts";
import { assignRights } from "./cv/assignments.ts";
import type { CvClient } from "./cv/open-cv.ts";
import type { Reservation } from "./cv/reservation-shape.ts";
import { findAssignment } from "./find-assignment.ts";
import { openHub } from "./open-lines.ts";
import { forgetTerminal, readTerminal } from "./read-sides.ts";

/**
 * The holder of a sale passes to another by a cessão, as it did in the Hub: written over, the sale would
 * look as if it had been the other's from the beginning. Gives the terminal's reservation as it is then.
 * Whoever comes after a lost answer reads the new holder, and there is nothing left to do.
 */
export async function saveHolder(
  ctx: StepContext,
  cv: CvClient,
  { hub, terminal, sold }: { hub: Reservation; terminal: Reservation; sold: boolean },
): Promise<Reservation> {
  const { document } = hub.holder;
  if (!sold || terminal.holder.document === document) return terminal;
  const assignment = await findAssignment(openHub(ctx), hub.id, document);
  if (!assignment) return terminal;
  await assignRights(cv, terminal.id, {
    document,
    reason: assignment.reason || "Cessão de direitos",
  });
  forgetTerminal(ctx);
  const after = await readTerminal(ctx, cv, terminal.id);
  if (after.holder.document !== document)
    throw new PartnerError(
      "unavailable",
      `${cv.label} aceitou a cessão de direitos da reserva ${terminal.id}, mas ela continua em nome do titular anterior.`,
    );
  return after;
}
