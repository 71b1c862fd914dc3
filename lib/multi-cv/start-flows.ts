import type { Queryable } from "@/db/client.ts";
import { ensureReservation } from "@/db/queries/flows/reservations-for-flow.ts";
import { reopenSteps } from "@/db/queries/flows/steps.ts";
import { ensureSubject, type SubjectRow, updateSubject } from "@/db/queries/flows/subjects.ts";
import { ROLE_OF, type Target } from "./words/situations.ts";
import type { FollowingPart } from "./rules/part-leads.ts";
import { RESERVATION_STEPS, type ReservationStep } from "./words/reservation-steps.ts";
import type { RunRequested } from "@/lib/engine/flows/start-run.ts";

/** The kind of subject that a reservation is. */
export const RESERVATION = "reservation";
/** Operation of a flow as its runs name it; a colon and the role follow for a situation. */
export const TRANSFER = "transfer";
export const SITUATION = "situation";
export const CHANGES = "changes";
/** Role of a run that only looks and asks. */
export const REVIEW = "revisao";

/** Who starts runs: a step or pass through its context, a person through `startRun` of the engine. */
interface Starter {
  organizationId: number;
  integrationId: number;
  start(tx: Queryable, request: { subjectId: number; flow: string }): Promise<RunRequested>;
}

/** The subject of a Hub reservation, made if it is new. */
export async function ensureReservationSubject(
  tx: Queryable,
  scope: Pick<Starter, "organizationId" | "integrationId">,
  hubId: string,
  announcedAt: Date,
): Promise<{ subject: SubjectRow; made: boolean }> {
  const found = await ensureSubject(tx, {
    ...scope,
    kind: RESERVATION,
    key: hubId,
    title: `Reserva ${hubId}`,
    announcedAt,
  });
  await ensureReservation(tx, scope, { subjectId: found.subject.id, hubReservationId: hubId });
  return found;
}

/** Starts the transfer, from its first step where an earlier one ended without anything to carry. */
export async function startTransfer(
  tx: Queryable,
  starter: Starter,
  subject: Pick<SubjectRow, "id" | "state">,
): Promise<RunRequested> {
  if (subject.state === "ended") {
    await reopen(tx, starter, subject.id, TRANSFER);
    await updateSubject(tx, starter.organizationId, subject.id, { state: "waiting" });
  }
  return starter.start(tx, { subjectId: subject.id, flow: TRANSFER });
}

/**
 * Starts a run that carries a situation (or only looks): each looks anew, whatever an earlier one
 * of its name found.
 */
export async function startSituation(
  tx: Queryable,
  starter: Starter,
  subjectId: number,
  target: Target | null,
): Promise<RunRequested> {
  const flow = `${SITUATION}:${target === null ? REVIEW : ROLE_OF[target]}`;
  const started = await starter.start(tx, { subjectId, flow });
  if (!started.already) await reopen(tx, starter, subjectId, flow);
  return started;
}

/** Starts the run that tells what changed after the transfer, and asks. */
export async function startChanges(
  tx: Queryable,
  starter: Starter,
  subjectId: number,
): Promise<RunRequested> {
  const started = await starter.start(tx, { subjectId, flow: CHANGES });
  if (!started.already) await reopen(tx, starter, subjectId, CHANGES);
  return started;
}

/** Steps that write again what the Hub says of people, seller and fields. */
const REWRITING = ["register-people", "validate-broker", "complete-reservation"] as const;

/** Writes people, seller and fields of the Hub into the terminal once more. */
export async function startRewriting(
  tx: Queryable,
  starter: Starter,
  subjectId: number,
): Promise<RunRequested> {
  await reopenSteps(tx, { organizationId: starter.organizationId, subjectId, flow: TRANSFER }, [
    ...REWRITING,
  ]);
  return starter.start(tx, { subjectId, flow: TRANSFER });
}

const FOLLOWING_STEPS = {
  documents: "copy-documents",
  contracts: "copy-contracts",
  commissions: "copy-commissions",
} as const satisfies Record<FollowingPart, ReservationStep>;

/** Runs the steps of these parts again: each looks at both sides, and carries what one of them lacks. */
export async function startFollowing(
  tx: Queryable,
  starter: Starter,
  subjectId: number,
  parts: readonly FollowingPart[],
): Promise<void> {
  const of = { organizationId: starter.organizationId, subjectId, flow: TRANSFER };
  const reopened = await reopenSteps(
    tx,
    of,
    parts.map((part) => FOLLOWING_STEPS[part]),
  );
  if (reopened > 0) await starter.start(tx, { subjectId, flow: TRANSFER });
}

function reopen(
  tx: Queryable,
  { organizationId }: Starter,
  subjectId: number,
  flow: string,
): Promise<number> {
  return reopenSteps(tx, { organizationId, subjectId, flow }, RESERVATION_STEPS);
}
