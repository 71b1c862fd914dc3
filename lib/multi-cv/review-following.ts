import { readDailyQuota } from "@/db/queries/integrations/daily-quotas.ts";
import { listEnvironments } from "@/db/queries/flows/environments-for-engine.ts";
import {
  findFollowedReservation,
  listDueReservations,
} from "@/db/queries/flows/followed-reservations.ts";
import {
  updateReservation,
  type WatchedReservation,
} from "@/db/queries/flows/reservations-for-flow.ts";
import { kindOf as failureKind, PartnerError } from "@/lib/core/errors.ts";
import { dayInZone } from "@/lib/core/period.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { quotaKeyOf } from "@/lib/engine/flows/limit-calls.ts";
import { PausedEnvironmentError } from "@/lib/engine/flows/open-environments.ts";
import { describeFiles } from "./copy-files.ts";
import { listCommissions } from "./cv/commissions.ts";
import { listContracts } from "./cv/contracts.ts";
import { listDocuments } from "./cv/documents.ts";
import { describeCommissions } from "./describe-commissions.ts";
import { flowSettings } from "./flow-settings.ts";
import { buildSides, type Sides } from "./open-sides.ts";
import { readPartLead } from "./read-part-lead.ts";
import { FOLLOWING_PARTS, type FollowingPart } from "./rules/part-leads.ts";
import { startFollowing, TRANSFER } from "./start-flows.ts";
import { toListedContract } from "./steps/copy-contracts.ts";
import { toListedDocument } from "./steps/copy-documents.ts";
import { formatList } from "./words/format-list.ts";

const DAY_MS = 86_400_000;
/** Of the day's quota: what is left then belongs to transfers and situations. */
const SAVE_FROM = 0.7;

const WORD: Readonly<Record<FollowingPart, string>> = {
  documents: "documentos",
  contracts: "contratos",
  commissions: "comissões",
};

/** How each part stands on both sides, in one short text. */
const READERS: Readonly<Record<FollowingPart, (sides: Sides) => Promise<string>>> = {
  documents: ({ hub, terminal }) => describeBoth([hub, terminal], listDocuments, toListedDocument),
  contracts: ({ hub, terminal }) => describeBoth([hub, terminal], listContracts, toListedContract),
  commissions: async ({ hub, terminal }) =>
    describeCommissions([
      { place: hub.place, commissions: await listCommissions(hub.cv, hub.reservationId) },
      {
        place: terminal.place,
        commissions: await listCommissions(terminal.cv, terminal.reservationId),
      },
    ]),
};

async function describeBoth<Row>(
  sides: ReadonlyArray<Sides["hub"]>,
  list: (cv: Sides["hub"]["cv"], reservationId: number) => Promise<Row[]>,
  toListed: (row: Row) => { id: number; version: string },
): Promise<string> {
  const seen = [];
  for (const { place, cv, reservationId } of sides)
    seen.push({ place, files: (await list(cv, reservationId)).map(toListed) });
  return describeFiles(seen);
}

const followedOf = (ctx: FlowContext) => ({
  organizationId: ctx.organization.id,
  integrationId: ctx.integrationId,
  flow: TRANSFER,
  step: "set-ready",
});

/** After a message: whether documents, contracts or commissions of this reservation are others than those last carried. */
export async function reviewFollowing(ctx: FlowContext, subjectId: number): Promise<string | null> {
  const one = await findFollowedReservation(ctx.db, followedOf(ctx), subjectId);
  return one && reviewOne(ctx, one);
}

/** A look at those whose turn it is, `limit` at most; a signature, a document or a payment comes days later. */
export async function reviewDueReservations(ctx: FlowContext, limit: number): Promise<void> {
  const days = flowSettings(ctx).integer("contratos_dias");
  if (days === 0 || (await isQuotaShort(ctx))) return;
  const now = ctx.now();
  const due = await listDueReservations(ctx.db, followedOf(ctx), {
    now,
    since: new Date(now.getTime() - days * DAY_MS),
    limit,
  });
  let failed: unknown = null;
  for (const one of due) {
    ctx.signal.throwIfAborted();
    try {
      const changed = await reviewOne(ctx, one);
      if (changed) ctx.log("info", `Reserva ${one.reservation.hubReservationId}: ${changed}`);
    } catch (error) {
      if (error instanceof PausedEnvironmentError) continue;
      failed = error;
      // Whoever pauses an environment asks which was called last.
      if (ctx.signal.aborted || failureKind(error) === "auth") break;
    }
  }
  if (failed !== null) throw failed;
}

async function reviewOne(
  ctx: FlowContext,
  { reservation, subject }: WatchedReservation,
): Promise<string | null> {
  const { environmentId, hubReservationId, terminalReservationId } = reservation;
  if (environmentId === null || terminalReservationId === null) return null;
  const sides = buildSides(ctx, { environmentId, hubReservationId, terminalReservationId });
  // Noted before it is read: one that cannot be read must not stand first in every round.
  await updateReservation(ctx.db, ctx.organization.id, subject.id, { followedAt: ctx.now() });
  const changed: FollowingPart[] = [];
  for (const part of FOLLOWING_PARTS) {
    if (readPartLead(ctx, part, sides.terminal.environment) === "off") continue;
    const seen = await readPart(ctx, part, sides);
    if (seen !== null && seen !== subject.facts[`${part}Seen`]) changed.push(part);
  }
  if (changed.length === 0) return null;
  const starter = {
    organizationId: ctx.organization.id,
    integrationId: ctx.integrationId,
    start: ctx.startRun,
  };
  await ctx.db.transaction((tx) => startFollowing(tx, starter, subject.id, changed));
  return `Surgiram ou mudaram ${formatList(changed.map((part) => WORD[part]))}. O Enlace leva ao outro lado o que faltar.`;
}

/** What an account does not free, or answers in a way nobody reads, keeps no other part from being looked at. */
const PART_ALONE: ReadonlySet<string> = new Set(["settings", "rejected", "unexpected_shape"]);
export const isPartAlone = ({ kind }: PartnerError): boolean => PART_ALONE.has(kind);

async function readPart(
  ctx: FlowContext,
  part: FollowingPart,
  sides: Sides,
): Promise<string | null> {
  try {
    return await READERS[part](sides);
  } catch (error) {
    if (!(error instanceof PartnerError) || !isPartAlone(error)) throw error;
    ctx.log(
      "warn",
      `Reserva ${sides.hub.reservationId}: não foi possível ler ${WORD[part]}. ${error.detail ?? error.message}`,
    );
    return null;
  }
}

async function isQuotaShort(ctx: FlowContext): Promise<boolean> {
  const day = dayInZone(ctx.now(), ctx.organization.timeZone);
  const rows = await listEnvironments(ctx.db, ctx.organization.id, ctx.integrationId);
  for (const row of rows) {
    if (row.kind !== "cv" || row.dailyLimit === null) continue;
    const quota = await readDailyQuota(ctx.db, quotaKeyOf(row), day);
    if (quota && quota.used >= row.dailyLimit * SAVE_FROM) return true;
  }
  return false;
}
