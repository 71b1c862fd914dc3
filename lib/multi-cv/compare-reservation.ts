import type { ReservationRow } from "@/db/queries/flows/reservations-for-flow.ts";
import type { SituationKind } from "./words/situations.ts";
import { formatReais } from "@/lib/core/money.ts";
import { formatDay } from "@/lib/core/period.ts";
import { maskDocument } from "@/lib/core/documents.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { describeContractSituation, describeSituation } from "./words/describe-situation.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { toContractFacts } from "./contract-facts.ts";
import { compareFollowing } from "./compare-following.ts";
import { readReservation } from "./cv/read-reservation.ts";
import type { Reservation } from "./cv/reservation-shape.ts";
import { readDecisionSettings } from "./flow-settings.ts";
import { loadMaps } from "./load-maps.ts";
import { HUB, openHub } from "./open-lines.ts";
import { type LiveFacts, readFacts } from "./read-facts.ts";
import { meaningOf } from "./rules/contract-meaning.ts";
import { isInPlace } from "./rules/decide-situation.ts";
import { foldText } from "./rules/fold-text.ts";
import { describeUnit } from "./rules/match-unit.ts";
import type { SalesContract } from "./sienge/contract-shape.ts";
import { certainCents } from "./wire/amount.ts";

/** One field in the three systems. `equal` null = each has its own. */
export interface ComparedField {
  label: string;
  hub: string | null;
  terminal: string | null;
  sienge: string | null;
  equal: boolean | null;
}

/** The three systems side by side; `notes` say what could not be compared. */
export interface Comparison {
  facts: ComparedField[];
  notes: string[];
}

type Side = { reservation: Reservation | null; kind: SituationKind };

/** Reads a reservation in the three systems now and sets them side by side, without personal data. */
export async function compareReservation(
  ctx: FlowContext,
  row: ReservationRow,
): Promise<Comparison> {
  if (row.environmentId === null || row.terminalReservationId === null) {
    const maps = await loadMaps(ctx, ctx.environments.byCode(HUB));
    const reservation = await readReservation(openHub(ctx), Number(row.hubReservationId));
    const side: Side = { reservation, kind: reservation ? maps.kindOf(reservation) : "unknown" };
    return {
      facts: compareSides({
        hubId: row.hubReservationId,
        terminalId: null,
        hub: side,
        terminal: null,
        contract: null,
        authorizedIsSold: false,
      }),
      notes: ["A reserva ainda não existe no terminal. Só o Hub foi consultado."],
    };
  }
  const live = await readFacts(ctx, row, null);
  const { contract, notes } = chooseContract(live);
  const following = await compareFollowing(ctx, row, contract);
  return {
    facts: [
      ...compareSides({
        hubId: row.hubReservationId,
        terminalId: row.terminalReservationId,
        hub: live.hub,
        terminal: live.terminal,
        contract,
        authorizedIsSold: readDecisionSettings(ctx.settings).authorizedIsSold,
      }),
      ...following.facts,
    ],
    notes: [
      ...following.notes,
      ...(live.hub.reservation ? [] : [`O Hub não mostra a reserva ${row.hubReservationId}.`]),
      ...(live.terminal.reservation
        ? []
        : [`O terminal não mostra a reserva ${row.terminalReservationId}.`]),
      ...notes,
    ],
  };
}

/** The contract that counts: the active one in the right place, else the newest. */
export function chooseContract({
  contracts,
  expected,
}: Pick<LiveFacts, "contracts" | "expected">): {
  contract: SalesContract | null;
  notes: string[];
} {
  const mine = contracts.filter((contract) => isInPlace(toContractFacts(contract), expected));
  const strangers = contracts.length - mine.length;
  const active = mine.filter(({ situation }) => situation !== "cancelled");
  const notes = [
    ...(mine.length === 0 ? ["O Sienge não tem contrato desta reserva."] : []),
    ...(active.length > 1
      ? [
          `O Sienge tem ${active.length} contratos ativos desta reserva: ${active.map(({ number }) => number).join(", ")}.`,
        ]
      : []),
    // Numbers of different terminals collide in one Sienge: that is only worth a word when the contract is missing.
    ...(mine.length === 0 && strangers > 0
      ? [
          `${formatCount(strangers, "contrato cita", "contratos citam")} o mesmo código em outro empreendimento ou empresa.`,
        ]
      : []),
  ];
  return { contract: active[0] ?? mine.toSorted((a, b) => b.id - a.id)[0] ?? null, notes };
}

interface Sides {
  hubId: string;
  terminalId: string | null;
  hub: Side;
  /** null: not there yet. */
  terminal: Side | null;
  contract: SalesContract | null;
  /** Document of the contract's main customer, where it was read. */
  customer?: string | null;
  authorizedIsSold: boolean;
}

const same = (values: readonly (string | null)[]) =>
  new Set(
    values.filter((value) => value !== null && value !== "").map((value) => foldText(value ?? "")),
  ).size <= 1;
const money = (amount: Parameters<typeof certainCents>[0]) => {
  const cents = certainCents(amount);
  return cents === null ? null : formatReais(cents);
};

/** Field by field. Pure. */
export function compareSides({
  hubId,
  terminalId,
  hub,
  terminal,
  contract,
  customer = null,
  authorizedIsSold,
}: Sides): ComparedField[] {
  const [here, there] = [hub.reservation, terminal?.reservation ?? null];
  const both = (label: string, say: (reservation: Reservation) => string | null): ComparedField => {
    const [left, right] = [here && say(here), there && say(there)];
    return {
      label,
      hub: left || null,
      terminal: right || null,
      sienge: null,
      equal: here && there && (left || right) ? same([left, right]) : null,
    };
  };
  const all = (
    label: string,
    say: (reservation: Reservation) => string | null,
    sienge: string | null,
  ): ComparedField => {
    const field = both(label, say);
    return { ...field, sienge, equal: same([field.hub, field.terminal, sienge]) };
  };
  const meaning = contract && meaningOf(toContractFacts(contract), authorizedIsSold);
  const kinds = new Set([here && hub.kind, there && terminal?.kind, meaning].filter(Boolean));
  return [
    {
      label: "Código",
      hub: hubId,
      terminal: terminalId,
      sienge: contract?.number ?? null,
      equal: null,
    },
    {
      label: "Situação",
      hub: here && describeSituation(hub.kind),
      terminal: there && describeSituation(terminal?.kind ?? null),
      sienge: contract && describeContractSituation(contract.situation),
      equal: kinds.size <= 1,
    },
    both("Unidade", ({ unit }) => describeUnit({ block: unit.block.name, name: unit.name })),
    {
      ...all(
        "Unidade no Sienge",
        ({ unit }) => unit.code,
        contract ? contract.units.map(({ id }) => String(id)).join(", ") : null,
      ),
    },
    all(
      "Valor do contrato",
      ({ conditions }) => money(conditions.contractAmount),
      contract ? money(contract.amount) : null,
    ),
    both("Séries e parcelas", ({ conditions }) => formatSeries(conditions.series)),
    all(
      "Titular",
      ({ holder }) => maskDocument(holder.document),
      customer && maskDocument(customer),
    ),
    both("Pessoas associadas", ({ associates }) => String(associates.length)),
    both("Participações", formatShares),
    both("Corretor", ({ broker }) => maskDocument(broker.document)),
    both("Imobiliária", ({ broker }) => broker.agency.document),
    both("Tipo de venda", ({ saleType }) => saleType?.name ?? null),
    both("Comissões", ({ commissions }) => money(commissions.total)),
    {
      label: "Emissão do contrato",
      hub: null,
      terminal: null,
      sienge: contract?.issueDay ? formatDay(contract.issueDay) : null,
      equal: null,
    },
  ];
}

/** The holder's share and the others', largest first among these; null where none is said. */
function formatShares({ holder, associates }: Reservation): string | null {
  const shares = [
    holder.share,
    ...associates.map(({ share }) => share).toSorted((a, b) => (b ?? 0) - (a ?? 0)),
  ];
  return shares.every((share) => share === null)
    ? null
    : shares
        .flatMap((share) => (share === null ? [] : [`${share.toLocaleString("pt-BR")} %`]))
        .join(" + ");
}

function formatSeries(series: Reservation["conditions"]["series"]): string {
  const instalments = series.reduce((sum, { count }) => sum + count, 0);
  return `${formatCount(series.length, "série", "séries")}, ${formatCount(instalments, "parcela", "parcelas")}`;
}
