import { replaceDivergences } from "@/db/queries/flows/divergences.ts";
import {
  listWatchedReservations,
  type WatchedReservation,
} from "@/db/queries/flows/reservations-for-flow.ts";
import { kindOf as failureKind } from "@/lib/core/errors.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { readTerminalOptions } from "./words/environment-options.ts";
import type { Pass } from "@/lib/engine/flows/define-flow-module.ts";
import type { Environment, FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { toContractFacts } from "./contract-facts.ts";
import { listReservations } from "./cv/list-reservations.ts";
import { readReservation } from "./cv/read-reservation.ts";
import type { Reservation } from "./cv/reservation-shape.ts";
import { readDecisionSettings } from "./flow-settings.ts";
import { loadMaps } from "./load-maps.ts";
import { HUB, openCvLine } from "./open-lines.ts";
import { hoursSinceReady, readExpected } from "./read-facts.ts";
import { findDivergences } from "./rules/find-divergences.ts";
import type {
  FollowedReservation,
  SeenContract,
  SeenReservation,
} from "./rules/reconciliation-facts.ts";
import { describeUnit } from "./rules/match-unit.ts";
import { readAllContracts } from "./sweep-contracts.ts";
import { siengeOf } from "./sweep.ts";
import { certainCents } from "./wire/amount.ts";

/** Compares everything in Hub, terminals and Sienge and keeps what differs. It changes nothing anywhere. */
export const reconcile: Pass = async (ctx) => {
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const watched = await listWatchedReservations(ctx.db, scope);
  const unread: string[] = [];
  const sides = new Map<number, Map<string, SeenReservation>>();
  const environments = ctx.environments.list();
  const hub = environments.find(({ code }) => code === HUB);
  for (const environment of environments.filter(({ kind }) => kind === "cv")) {
    await orUnread(ctx, unread, environment, async () =>
      sides.set(environment.id, await readSide(ctx, environment, watched)),
    );
  }
  const contracts = new Map<number, SeenContract[]>();
  for (const sienge of siengeOf(ctx)) {
    await orUnread(ctx, unread, sienge, async () => {
      const seen = (await readAllContracts(ctx, sienge)).map((contract): SeenContract => ({
        ...toContractFacts(contract),
        externalId: contract.externalId,
        unitIds: contract.units.map(({ id }) => String(id)),
        unit: contract.units.map(({ name }) => name).join(", "),
        cents: certainCents(contract.amount),
      }));
      for (const { id, siengeEnvironmentId } of environments)
        if (siengeEnvironmentId === sienge.id) contracts.set(id, seen);
    });
  }
  const followed = await Promise.all(watched.map((one) => follow(ctx, environments, one)));
  const terminals = new Map([...sides].filter(([id]) => id !== hub?.id));
  const found = findDivergences(followed, {
    hub: (hub && sides.get(hub.id)) ?? null,
    terminals,
    contracts,
    authorizedIsSold: readDecisionSettings(ctx.settings).authorizedIsSold,
  });
  const looked =
    [...sides.values()].reduce((sum, side) => sum + side.size, 0) +
    new Set([...contracts.values()].flat().map(({ id }) => id)).size;
  await replaceDivergences(
    ctx.db,
    scope,
    { taskId: ctx.taskId, madeAt: ctx.now(), looked, unread },
    found,
  );
  ctx.log(
    found.length > 0 ? "warn" : "info",
    `Conciliação: ${formatCount(found.length, "divergência", "divergências")} em ${formatCount(looked, "registro comparado", "registros comparados")}.${unread.length > 0 ? ` Não foi possível ler: ${unread.join(", ")}.` : ""}`,
  );
  return looked;
};

/** One system that is down keeps no other from being compared; refused credentials end it, as everywhere. */
async function orUnread(
  ctx: FlowContext,
  unread: string[],
  environment: Environment,
  read: () => Promise<unknown>,
): Promise<void> {
  ctx.signal.throwIfAborted();
  try {
    await read();
  } catch (error) {
    if (ctx.signal.aborted || ["auth", "internal"].includes(failureKind(error))) throw error;
    unread.push(environment.name);
  }
}

/** All of an environment's reservations: the general list, what it hides, and by its id what is in neither. */
async function readSide(
  ctx: FlowContext,
  environment: Environment,
  watched: readonly WatchedReservation[],
): Promise<Map<string, SeenReservation>> {
  const cv = openCvLine(environment);
  const maps = await loadMaps(ctx, environment);
  const seen = new Map<string, SeenReservation>();
  const note = (reservation: Reservation) =>
    seen.set(String(reservation.id), {
      id: String(reservation.id),
      kind: maps.kindOf(reservation),
      unit: describeUnit({ block: reservation.unit.block.name, name: reservation.unit.name }),
      unitCode: reservation.unit.code ?? "",
      cents: certainCents(reservation.conditions.contractAmount),
      holder: reservation.holder.document,
      people: 1 + reservation.associates.length,
      others: reservation.associates
        .map(({ document }) => document)
        .toSorted()
        .join(),
      broker: reservation.broker.document,
    });
  for (const situationId of [
    undefined,
    maps.situationId("cancelled"),
    maps.situationId("rescinded"),
  ]) {
    for await (const reservation of listReservations(cv, {
      ...(situationId === undefined ? {} : { situationId }),
      conditions: true,
    }))
      note(reservation);
  }
  for (const { reservation } of watched) {
    const id =
      environment.code === HUB
        ? reservation.hubReservationId
        : reservation.environmentId === environment.id
          ? reservation.terminalReservationId
          : null;
    if (id === null || seen.has(id)) continue;
    const live = await readReservation(cv, Number(id));
    if (live) note(live);
  }
  return seen;
}

async function follow(
  ctx: FlowContext,
  environments: readonly Environment[],
  { reservation: row, subject }: WatchedReservation,
): Promise<FollowedReservation> {
  const environment = environments.find(({ id }) => id === row.environmentId);
  return {
    subjectId: subject.id,
    hubId: row.hubReservationId,
    environmentId: row.environmentId,
    terminalId: row.terminalReservationId,
    contractId: row.siengeContractId === null ? null : Number(row.siengeContractId),
    externalId:
      environment && readTerminalOptions(environment.settings).externalId === "hub"
        ? row.hubReservationId
        : row.terminalReservationId,
    expected: await readExpected(ctx, row),
    underWay: subject.state === "running" || subject.state === "waiting",
    overdue:
      hoursSinceReady(subject.facts, ctx.now()) >=
      readDecisionSettings(ctx.settings).hoursBeforeMissing,
    apart: {
      documents: countApart(subject.facts.documentsApart),
      contracts: countApart(subject.facts.contractsApart),
      commissions: countApart(subject.facts.commissionsApart),
    },
  };
}

const countApart = (held: unknown) => (typeof held === "number" ? held : 0);
