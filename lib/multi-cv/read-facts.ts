import {
  listDevelopmentRows,
  type ReservationRow,
  updateReservation,
} from "@/db/queries/flows/reservations-for-flow.ts";
import { readTerminalOptions } from "./words/environment-options.ts";
import type { SituationKind } from "./words/situations.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import type { Transaction } from "@/db/client.ts";
import type { CvClient } from "./cv/open-cv.ts";
import { readReservation } from "./cv/read-reservation.ts";
import type { Reservation } from "./cv/reservation-shape.ts";
import { toContractFacts } from "./contract-facts.ts";
import { loadMaps, type Maps } from "./load-maps.ts";
import { HUB, openCvLine, openHub, openSiengeOf } from "./open-lines.ts";
import { readOnce } from "./read-once.ts";
import type { ContractFacts, SituationFacts } from "./rules/situation-decision.ts";
import type { PartHashes } from "./rules/reservation-parts.ts";
import type { SalesContract } from "./sienge/contract-shape.ts";
import { listContracts, readContract } from "./sienge/list-contracts.ts";
import type { SiengeClient } from "./sienge/open-sienge.ts";

/** One of the two CV environments, as it is now. null = it does not show the reservation. */
export interface LiveSide {
  cv: CvClient;
  maps: Maps;
  id: number;
  reservation: Reservation | null;
  kind: SituationKind;
}

/** The three systems, read live. */
export interface LiveFacts {
  hub: LiveSide;
  terminal: LiveSide;
  contracts: SalesContract[];
  onUnit: SalesContract[];
  expected: SituationFacts["expected"];
}

/** Reads Hub, terminal and Sienge for one reservation that was carried. */
export async function readFacts(
  ctx: FlowContext,
  row: ReservationRow,
  chosenContractId: number | null,
): Promise<LiveFacts> {
  if (row.environmentId === null || row.terminalReservationId === null)
    throw new PartnerError(
      "rejected",
      "A reserva ainda não existe no terminal. Não há situação a atualizar.",
    );
  const environment = ctx.environments.byId(row.environmentId);
  const hub = await readSide(
    ctx,
    openHub(ctx),
    ctx.environments.byCode(HUB),
    Number(row.hubReservationId),
  );
  const terminal = await readSide(
    ctx,
    openCvLine(environment),
    environment,
    Number(row.terminalReservationId),
  );
  return { hub, terminal, ...(await readSiengeSide(ctx, row, chosenContractId)) };
}

/** Sienge alone, for a reservation that was carried. */
export async function readSiengeSide(
  ctx: FlowContext,
  row: ReservationRow,
  chosenContractId: number | null,
): Promise<Pick<LiveFacts, "contracts" | "onUnit" | "expected">> {
  const environment = ctx.environments.byId(row.environmentId ?? 0);
  const { sienge } = openSiengeOf(ctx, environment);
  const externalId =
    readTerminalOptions(environment.settings).externalId === "hub"
      ? row.hubReservationId
      : row.terminalReservationId;
  const expected = await readExpected(ctx, row);
  if (externalId === null) return { contracts: [], onUnit: [], expected };
  const contracts = await findContracts(sienge, externalId, row, chosenContractId);
  const onUnit =
    contracts.length === 0 && row.siengeContractId !== null && row.siengeUnitId !== null
      ? await listAll(sienge, { unitId: Number(row.siengeUnitId) })
      : [];
  return { contracts, onUnit, expected };
}

async function readSide(
  ctx: FlowContext,
  cv: CvClient,
  environment: { id: number; name: string },
  id: number,
): Promise<LiveSide> {
  const maps = await loadMaps(ctx, environment);
  const reservation = await readReservation(cv, id);
  return { cv, maps, id, reservation, kind: reservation ? maps.kindOf(reservation) : "unknown" };
}

/** By the external id; and the one linked before, whatever its external id became. A person's choice stands alone. */
async function findContracts(
  sienge: SiengeClient,
  externalId: string,
  row: ReservationRow,
  chosenContractId: number | null,
): Promise<SalesContract[]> {
  if (chosenContractId !== null) {
    const chosen = await readContract(sienge, chosenContractId);
    if (chosen) return [chosen];
  }
  const found = (await listAll(sienge, { externalId })).filter(
    (contract) => contract.externalId === externalId,
  );
  const linkedId = row.siengeContractId === null ? null : Number(row.siengeContractId);
  if (linkedId === null || found.some(({ id }) => id === linkedId)) return found;
  const linked = await readContract(sienge, linkedId);
  return linked ? [...found, linked] : found;
}

async function listAll(
  sienge: SiengeClient,
  filter: { externalId?: string; unitId?: number },
): Promise<SalesContract[]> {
  const found: SalesContract[] = [];
  for await (const contract of listContracts(sienge, filter)) found.push(contract);
  return found;
}

/** Where the contract must be, by the data store of developments. */
export async function readExpected(
  ctx: FlowContext,
  row: Pick<ReservationRow, "developmentId">,
): Promise<SituationFacts["expected"]> {
  const rows = await readOnce(ctx, "developments", () =>
    listDevelopmentRows(ctx.db, {
      organizationId: ctx.organization.id,
      integrationId: ctx.integrationId,
    }),
  );
  const development = rows.find(({ id }) => id === row.developmentId);
  const number = (text: string | null | undefined) =>
    text && /^\d+$/.test(text) ? Number(text) : null;
  return {
    enterpriseId: number(development?.siengeEnterpriseId),
    companyId: number(development?.siengeCompanyId),
  };
}

/** The facts in the decision's words. */
export function toSituationFacts(
  live: LiveFacts,
  row: ReservationRow,
  subject: { facts: Readonly<Record<string, unknown>> },
  now: Date,
): SituationFacts {
  const ownOf = ({ reservation }: LiveSide) => ({
    id: reservation?.situation.id == null ? null : String(reservation.situation.id),
    name: reservation?.situation.name ?? "",
  });
  return {
    hub: live.hub.kind,
    terminal: live.terminal.kind,
    own: { hub: ownOf(live.hub), terminal: ownOf(live.terminal) },
    carried: wasReady(subject.facts),
    contracts: live.contracts.map(toContractFacts),
    onUnit: live.onUnit.map(toContractFacts),
    expected: live.expected,
    linked:
      row.siengeContractId === null
        ? null
        : { contractId: Number(row.siengeContractId), issued: row.everIssued },
    hoursWaiting: hoursSinceReady(subject.facts, now),
  };
}

/** Whether the terminal was in "pode faturar" once, by us. */
export const wasReady = (facts: Readonly<Record<string, unknown>>): boolean =>
  typeof facts.readyAt === "string";

/** Hours since the terminal was set to "pode faturar"; 0 when it was not by us. */
export function hoursSinceReady(facts: Readonly<Record<string, unknown>>, now: Date): number {
  const at = typeof facts.readyAt === "string" ? Date.parse(facts.readyAt) : Number.NaN;
  return Number.isNaN(at) ? 0 : (now.getTime() - at) / 3_600_000;
}

/** Keeps what was seen of the three systems; the contract only when it is certainly this reservation's. */
export async function saveSeen(
  tx: Transaction,
  of: { organizationId: number; subjectId: number },
  seen: {
    hub?: SeenSide;
    terminal?: SeenSide;
    contract?: ContractFacts | "removed" | null;
    now: Date;
  },
): Promise<void> {
  const { hub, terminal, contract, now } = seen;
  await updateReservation(tx, of.organizationId, of.subjectId, {
    ...(hub ? { hubSituation: hub.kind, hubSituationId: hub.situationId, hubSeenAt: now } : {}),
    ...(terminal
      ? {
          terminalSituation: terminal.kind,
          terminalSituationId: terminal.situationId,
          terminalSeenAt: now,
        }
      : {}),
    ...(contract === "removed" ? { siengeSituation: "removed", siengeSeenAt: now } : {}),
    ...(contract && contract !== "removed"
      ? {
          siengeContractId: String(contract.id),
          siengeContractNumber: contract.number,
          siengeSituation: contract.state,
          siengeSeenAt: now,
          ...(contract.issueDate === null ? {} : { everIssued: true }),
        }
      : {}),
    checkedAt: now,
  });
}

export interface SeenSide {
  kind: SituationKind;
  situationId: string | null;
  /** Its parts, where a list showed it whole. */
  parts?: PartHashes;
}

export const toSeen = ({
  kind,
  reservation,
}: Pick<LiveSide, "kind" | "reservation">): SeenSide => ({
  kind,
  situationId: reservation?.situation.id == null ? null : String(reservation.situation.id),
});
