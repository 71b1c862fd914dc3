import {
  listDevelopmentRows,
  listWatchedReservations,
  type WatchedReservation,
} from "@/db/queries/flows/reservations-for-flow.ts";
import type { Pass } from "@/lib/engine/flows/define-flow-module.ts";
import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { openSiengeLine } from "./open-lines.ts";
import { reviewDueReservations } from "./review-following.ts";
import type { SalesContract } from "./sienge/contract-shape.ts";
import { listContracts, readContract } from "./sienge/list-contracts.ts";
import type { SiengeClient } from "./sienge/open-sienge.ts";
import { logUnread } from "./sweep-sienge.ts";
import {
  cvParts,
  eachPart,
  isOver,
  reviewContract,
  type Looks,
  reviewAll,
  siengeOf,
} from "./sweep.ts";

/** Reservations of which a night looks at documents, contracts and commissions. */
const MOST_FOLLOWED = 500;

/**
 * Every night: everything, read whole. It finds what lists hid, what filters missed and what was
 * removed without a word.
 */
export const fullPass: Pass = async (ctx) => {
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const watched = await listWatchedReservations(ctx.db, scope);
  const looks: Looks = new Map();
  let looked = 0;
  const end = await eachPart(ctx, [
    ...cvParts(ctx, watched, looks, true, (count) => (looked += count)),
    ...siengeOf(ctx).map((environment) => async () => {
      const contracts = await readAllContracts(ctx, environment);
      looked += contracts.length;
      for (const contract of contracts)
        await reviewContract(ctx, environment, watched, looks, contract);
      await lookForRemoved(ctx, environment, watched, looks, contracts);
    }),
    () => reviewDueReservations(ctx, MOST_FOLLOWED),
  ]);
  await reviewAll(ctx, watched, looks);
  end();
  return looked;
};

/** Contracts of the enterprises that the data store knows; a Sienge holds many others that are nobody's business. */
export async function readAllContracts(
  ctx: FlowContext,
  environment: Environment,
): Promise<SalesContract[]> {
  const terminals = new Set(
    ctx.environments
      .list()
      .filter(({ siengeEnvironmentId }) => siengeEnvironmentId === environment.id)
      .map(({ id }) => id),
  );
  const rows = await listDevelopmentRows(ctx.db, {
    organizationId: ctx.organization.id,
    integrationId: ctx.integrationId,
  });
  const enterprises = new Set(
    rows
      .filter((row) => terminals.has(row.environmentId) && row.siengeEnterpriseId !== null)
      .map((row) => Number(row.siengeEnterpriseId)),
  );
  const sienge = openSiengeLine(environment);
  const found = new Map<number, SalesContract>();
  for (const enterpriseId of enterprises)
    for await (const contract of listContracts(sienge, { enterpriseId }, logUnread(ctx)))
      found.set(contract.id, contract);
  return [...found.values()];
}

/** A linked contract that the whole list of its enterprise does not show, and that is not there by its id either. */
async function lookForRemoved(
  ctx: FlowContext,
  environment: Environment,
  watched: readonly WatchedReservation[],
  looks: Looks,
  contracts: readonly SalesContract[],
): Promise<void> {
  const there = new Set(contracts.map(({ id }) => id));
  const terminals = new Set(
    ctx.environments
      .list()
      .filter(({ siengeEnvironmentId }) => siengeEnvironmentId === environment.id)
      .map(({ id }) => id),
  );
  const sienge = openSiengeLine(environment);
  for (const { reservation, subject } of watched) {
    const linked =
      reservation.siengeContractId === null ? null : Number(reservation.siengeContractId);
    if (
      linked === null ||
      there.has(linked) ||
      isOver(reservation) ||
      !terminals.has(reservation.environmentId ?? 0)
    )
      continue;
    // A list may hide or move it to another enterprise: only the id itself proves that it is gone.
    if (!(await isGone(ctx, sienge, linked))) continue;
    looks.set(subject.id, {
      ...looks.get(subject.id),
      gone: [...(looks.get(subject.id)?.gone ?? []), linked],
    });
  }
}

/** A contract that is there and cannot be read is not gone, and keeps no other from being looked at. */
async function isGone(ctx: FlowContext, sienge: SiengeClient, id: number): Promise<boolean> {
  try {
    return (await readContract(sienge, id)) === null;
  } catch (error) {
    if (!(error instanceof PartnerError) || !ONE_ALONE.has(error.kind)) throw error;
    logUnread(ctx)(error);
    return false;
  }
}

/** What says something of one contract, and nothing of the line. */
const ONE_ALONE: ReadonlySet<string> = new Set(["rejected", "unexpected_shape"]);
