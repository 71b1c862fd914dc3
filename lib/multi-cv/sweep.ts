import {
  listWatchedReservations,
  type WatchedReservation,
} from "@/db/queries/flows/reservations-for-flow.ts";
import { reopenSteps } from "@/db/queries/flows/steps.ts";
import { kindOf as failureKind } from "@/lib/core/errors.ts";
import { readTerminalOptions } from "./words/environment-options.ts";
import { isFinal } from "./words/situations.ts";
import type { Pass } from "@/lib/engine/flows/define-flow-module.ts";
import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { PausedEnvironmentError } from "@/lib/engine/flows/open-environments.ts";
import { toContractFacts } from "./contract-facts.ts";
import { HUB } from "./open-lines.ts";
import { readExpected } from "./read-facts.ts";
import { reviewDueReservations } from "./review-following.ts";
import { makeListedReview } from "./review-parts.ts";
import { asKind, type Look, reviewReservation } from "./review-reservation.ts";
import { isInPlace } from "./rules/decide-situation.ts";
import type { SalesContract } from "./sienge/contract-shape.ts";
import { ensureReservationSubject, startTransfer, TRANSFER } from "./start-flows.ts";
import type { Seen } from "./read-changes.ts";
import { sweepEnvironment, type SweepWay } from "./sweep-environment.ts";
import { sweepSienge } from "./sweep-sienge.ts";

/** Reservations of which one sweep looks at documents, contracts and commissions: six calls each. */
const MOST_FOLLOWED = 15;

/** What a look over everything found, by subject. */
export type Looks = Map<number, Look>;

/** Every five minutes: what the Hub may invoice and nobody announced, and what changed in terminals and Sienge. */
export const sweep: Pass = async (ctx) => {
  const watched = await listWatchedReservations(ctx.db, {
    organizationId: ctx.organization.id,
    integrationId: ctx.integrationId,
  });
  const looks: Looks = new Map();
  let looked = 0;
  const keeps: Keep[] = [];
  const end = await eachPart(ctx, [
    ...cvParts(ctx, watched, looks, sweepEnvironment, keeps, (count) => (looked += count)),
    ...siengeOf(ctx).map((environment) => async () => {
      const contracts = await sweepSienge(ctx, environment);
      looked += contracts?.length ?? 0;
      for (const contract of contracts ?? [])
        await reviewContract(ctx, environment, watched, looks, contract);
    }),
    () => reviewDueReservations(ctx, MOST_FOLLOWED),
  ]);
  await reviewAll(ctx, watched, looks);
  for (const keep of keeps) await keep();
  end();
  return looked;
};

/** Moves the mark of what was read: only once its consequences are drawn. */
export type Keep = () => Promise<void>;

/** Looks at the Hub and at each terminal; what is new in the Hub begins its way. */
export function cvParts(
  ctx: FlowContext,
  watched: readonly WatchedReservation[],
  looks: Looks,
  look: SweepWay,
  keeps: Keep[],
  count: (looked: number) => void,
): Array<() => Promise<void>> {
  return ctx.environments
    .list()
    .filter(({ kind }) => kind === "cv")
    .map((environment) => async () => {
      const side = environment.code === HUB ? "hub" : "terminal";
      const mine =
        side === "hub"
          ? watched
          : watched.filter(
              ({ reservation }) =>
                reservation.environmentId === environment.id &&
                reservation.terminalReservationId !== null,
            );
      const { seen, keep } = await look(ctx, environment, {
        side,
        watched: mine.filter(({ reservation }) => !isOver(reservation)),
      });
      count(seen.size);
      for (const { reservation, subject } of mine) {
        const found = seen.get(
          (side === "hub" ? reservation.hubReservationId : reservation.terminalReservationId) ?? "",
        );
        if (found) looks.set(subject.id, { ...looks.get(subject.id), [side]: found });
      }
      if (side === "hub") await beginTransfers(ctx, watched, seen);
      keeps.push(keep);
    });
}

/**
 * A reservation that may be invoiced and is not on its way begins it, webhook or not; one that was
 * called off before it got anywhere ends.
 */
async function beginTransfers(
  ctx: FlowContext,
  watched: readonly WatchedReservation[],
  seen: Seen,
): Promise<void> {
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const starter = { ...scope, start: ctx.startRun };
  const known = new Map(watched.map((one) => [one.reservation.hubReservationId, one]));
  for (const [hubId, { kind }] of seen) {
    const one = known.get(hubId);
    const waitsAtStart = one && one.reservation.terminalReservationId === null;
    if (kind === "ready" && (!one || (waitsAtStart && one.subject.state === "ended"))) {
      await ctx.db.transaction(async (tx) => {
        const { subject } = await ensureReservationSubject(tx, scope, hubId, ctx.now());
        await startTransfer(tx, starter, subject);
      });
      ctx.log(
        "info",
        `Reserva ${hubId}: está em “pode faturar” no Hub e entrou na fila de transferência.`,
      );
    } else if (waitsAtStart && isFinal(kind) && one.subject.state === "stuck") {
      // Its first step finds that there is nothing to carry, and ends it.
      await ctx.db.transaction(async (tx) => {
        await reopenSteps(
          tx,
          { organizationId: scope.organizationId, subjectId: one.subject.id, flow: TRANSFER },
          ["read-reservation"],
        );
        await ctx.startRun(tx, { subjectId: one.subject.id, flow: TRANSFER });
      });
    }
  }
}

export const siengeOf = (ctx: FlowContext): Environment[] =>
  ctx.environments.list().filter(({ kind }) => kind === "sienge");

/**
 * Whose contract it is: the one linked to it, or the one whose id it names, in a terminal of this
 * Sienge and in the right enterprise.
 */
export async function reviewContract(
  ctx: FlowContext,
  sienge: Environment,
  watched: readonly WatchedReservation[],
  looks: Looks,
  contract: SalesContract,
): Promise<void> {
  const facts = toContractFacts(contract);
  const terminals = new Map(
    ctx.environments
      .list()
      .filter((environment) => environment.siengeEnvironmentId === sienge.id)
      .map((environment) => [environment.id, readTerminalOptions(environment.settings).externalId]),
  );
  for (const { reservation, subject } of watched) {
    const names = terminals.get(reservation.environmentId ?? 0);
    if (!names) continue;
    const ownId =
      names === "hub" ? reservation.hubReservationId : reservation.terminalReservationId;
    const isMine =
      reservation.siengeContractId === String(contract.id) ||
      (ownId !== null &&
        contract.externalId === ownId &&
        isInPlace(facts, await readExpected(ctx, reservation)));
    if (isMine)
      looks.set(subject.id, {
        ...looks.get(subject.id),
        contracts: [...(looks.get(subject.id)?.contracts ?? []), facts],
      });
  }
}

/** Draws the consequences of all looks. Also of none: time alone makes some questions due. */
export async function reviewAll(
  ctx: FlowContext,
  watched: readonly WatchedReservation[],
  looks: Looks,
): Promise<void> {
  const reviewListed = makeListedReview(ctx);
  for (const one of watched) {
    ctx.signal.throwIfAborted();
    if (
      one.reservation.terminalReservationId === null ||
      (isOver(one.reservation) && !looks.get(one.subject.id)?.contracts)
    )
      continue;
    const look = looks.get(one.subject.id) ?? {};
    if ((await reviewReservation(ctx, one, look)) === null) await reviewListed(one, look);
  }
}

export const isOver = ({
  hubSituation,
  terminalSituation,
}: WatchedReservation["reservation"]): boolean =>
  isFinal(asKind(hubSituation)) && isFinal(asKind(terminalSituation));

/**
 * Runs each part; one system that is down or paused keeps no other from being looked at. The function that
 * comes back throws the first failure, once the consequences of the rest are drawn. Refused credentials end
 * the round at once: whoever pauses the environment asks which was called last.
 */
export async function eachPart(
  ctx: FlowContext,
  parts: ReadonlyArray<() => Promise<void>>,
): Promise<() => void> {
  const failures: unknown[] = [];
  for (const part of parts) {
    ctx.signal.throwIfAborted();
    try {
      await part();
    } catch (error) {
      if (error instanceof PausedEnvironmentError) continue;
      if (ctx.signal.aborted) throw error;
      failures.push(error);
      if (failureKind(error) === "auth") break;
    }
  }
  return () => {
    if (failures.length > 0) throw failures[0];
  };
}
