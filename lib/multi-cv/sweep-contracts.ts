import { z } from "zod";
import {
  listDevelopmentRows,
  type WatchedReservation,
} from "@/db/queries/flows/reservations-for-flow.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { openSiengeLine } from "./open-lines.ts";
import { readExpected } from "./read-facts.ts";
import { mayGoOn } from "./read-quota-share.ts";
import type { SalesContract } from "./sienge/contract-shape.ts";
import { listContracts, readContract } from "./sienge/list-contracts.ts";
import type { SiengeClient } from "./sienge/open-sienge.ts";
import { findMark, saveMark } from "./sweep-environment.ts";
import { logUnread } from "./sweep-sienge.ts";
import { isOver, type Keep, type Looks, reviewContract } from "./sweep.ts";

const contractsMark = z.object({ after: z.int() });

/**
 * Reads the contracts of one enterprise after the other and looks for those that were removed, as far as half
 * of the day's quota goes. Gives how many there were.
 */
export async function sweepContracts(
  ctx: FlowContext,
  environment: Environment,
  watched: readonly WatchedReservation[],
  looks: Looks,
  keeps: Keep[],
): Promise<number> {
  const key = `full:${environment.id}`;
  const enterprises = await listEnterprisesOf(ctx, environment);
  const begun = (await findMark(ctx, key, contractsMark))?.after ?? 0;
  const left = enterprises.filter((id) => id > begun);
  let after = begun;
  let looked = 0;
  for (const enterpriseId of left) {
    if (!(await mayGoOn(ctx, environment))) break;
    const there = new Set<number>();
    const sienge = openSiengeLine(environment);
    for await (const contract of listContracts(sienge, { enterpriseId }, logUnread(ctx))) {
      there.add(contract.id);
      await reviewContract(ctx, environment, watched, looks, contract);
    }
    await lookForRemoved(ctx, environment, watched, looks, there, (id) => id === enterpriseId);
    after = enterpriseId;
    looked += there.size;
  }
  const isThrough = after === (left.at(-1) ?? begun) && (await mayGoOn(ctx, environment));
  if (isThrough)
    await lookForRemoved(
      ctx,
      environment,
      watched,
      looks,
      new Set(),
      (id) => id === null || !enterprises.includes(id),
    );
  else
    ctx.log(
      "warn",
      `${environment.name}: a conferência completa usou a parte que lhe cabe da cota do dia. ${formatCount(left.filter((id) => id > after).length, "empreendimento ficou", "empreendimentos ficaram")} para a próxima conferência.`,
    );
  keeps.push(() => saveMark(ctx, key, isThrough ? null : { after }));
  return looked;
}

/** The enterprises that the data store knows, in order; a Sienge holds many others that are nobody's business. */
async function listEnterprisesOf(ctx: FlowContext, environment: Environment): Promise<number[]> {
  const terminals = terminalsOf(ctx, environment);
  const rows = await listDevelopmentRows(ctx.db, {
    organizationId: ctx.organization.id,
    integrationId: ctx.integrationId,
  });
  const enterprises = new Set(
    rows
      .filter((row) => terminals.has(row.environmentId) && row.siengeEnterpriseId !== null)
      .map((row) => Number(row.siengeEnterpriseId)),
  );
  return [...enterprises].toSorted((a, b) => a - b);
}

/** All contracts of the enterprises that the data store knows. */
export async function readAllContracts(
  ctx: FlowContext,
  environment: Environment,
): Promise<SalesContract[]> {
  const sienge = openSiengeLine(environment);
  const found = new Map<number, SalesContract>();
  for (const enterpriseId of await listEnterprisesOf(ctx, environment))
    for await (const contract of listContracts(sienge, { enterpriseId }, logUnread(ctx)))
      found.set(contract.id, contract);
  return [...found.values()];
}

const terminalsOf = (ctx: FlowContext, environment: Environment): Set<number> =>
  new Set(
    ctx.environments
      .list()
      .filter(({ siengeEnvironmentId }) => siengeEnvironmentId === environment.id)
      .map(({ id }) => id),
  );

/**
 * A linked contract that the whole list of its enterprise does not show, and that is not there by
 * its id either. `isOf` chooses the reservations by their enterprise; null = it is not known.
 */
async function lookForRemoved(
  ctx: FlowContext,
  environment: Environment,
  watched: readonly WatchedReservation[],
  looks: Looks,
  there: ReadonlySet<number>,
  isOf: (enterpriseId: number | null) => boolean,
): Promise<void> {
  const terminals = terminalsOf(ctx, environment);
  const sienge = openSiengeLine(environment);
  for (const { reservation, subject } of watched) {
    const linked =
      reservation.siengeContractId === null ? null : Number(reservation.siengeContractId);
    if (
      linked === null ||
      there.has(linked) ||
      isOver(reservation) ||
      !terminals.has(reservation.environmentId ?? 0) ||
      !isOf((await readExpected(ctx, reservation)).enterpriseId)
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
