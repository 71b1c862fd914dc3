import type { Divergence } from "../words/divergences.ts";
import type { SituationKind } from "../words/situations.ts";
import { type Cents, formatReais } from "@/lib/core/money.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { describeContractSituation, describeSituation } from "../words/describe-situation.ts";
import { meaningOf } from "./contract-meaning.ts";
import { isInPlace } from "./decide-situation.ts";
import {
  ALIVE,
  EMPTY,
  type FollowedReservation,
  type Found,
  type Readings,
  type SeenContract,
  type SeenReservation,
} from "./reconciliation-facts.ts";
import { FOLLOWING_PARTS, type FollowingPart } from "./part-leads.ts";
import { soldTwice } from "./find-double-sales.ts";

const reais = (cents: Cents | null | undefined) =>
  cents === null || cents === undefined ? null : formatReais(cents);
const differ = (values: readonly unknown[]) =>
  new Set(values.filter((value) => value !== null && value !== undefined && value !== "")).size > 1;
const removed = (count: number) =>
  `${formatCount(count, "cópia foi excluída", "cópias foram excluídas")} em um dos lados. O Enlace não copia de novo o que alguém excluiu. Se foi engano, anexe outra vez.`;
/** What the steps themselves found: nothing is read for it here. */
const APART: Readonly<Record<FollowingPart, (count: number) => string>> = {
  documents: removed,
  contracts: removed,
  commissions: () =>
    "As comissões ou os pagamentos feitos não são os mesmos no Hub e no terminal. Abra a reserva e compare.",
};
/** What expired is over, as what was cancelled is: that one side calls it otherwise is no difference. */
const asEnd = (kind: SituationKind | null | undefined) => (kind === "expired" ? "cancelled" : kind);
/** Compares Hub, terminals and Sienge, reservation by reservation and unit by unit. Pure. */
export function findDivergences(
  followed: readonly FollowedReservation[],
  readings: Readings,
): Found[] {
  const taken = new Set<SeenContract>();
  const own = followed.flatMap((one) => compareOne(one, readings, taken));
  return [...soldTwice(followed, readings), ...own, ...unclaimed(readings, taken)];
}

function compareOne(
  one: FollowedReservation,
  readings: Readings,
  taken: Set<SeenContract>,
): Found[] {
  const hub = readings.hub?.get(one.hubId);
  const terminals =
    one.environmentId === null ? undefined : readings.terminals.get(one.environmentId);
  const terminal = one.terminalId === null ? undefined : terminals?.get(one.terminalId);
  const contracts =
    one.environmentId === null ? undefined : readings.contracts.get(one.environmentId);
  const naming =
    contracts?.filter(
      (contract) =>
        contract.id === one.contractId ||
        (one.externalId !== null && contract.externalId === one.externalId),
    ) ?? [];
  const mine = naming.filter((contract) => isInPlace(contract, one.expected));
  for (const contract of mine) taken.add(contract);
  const contract =
    mine.find(({ state }) => state !== "cancelled") ?? mine.toSorted((a, b) => b.id - a.id)[0];
  const found: Found[] = [];
  const addFound = (
    kind: Divergence,
    part: Partial<Pick<Found, "hub" | "terminal" | "sienge">>,
    note: string,
  ) =>
    found.push({
      kind,
      subjectId: one.subjectId,
      hubReservationId: one.hubId,
      environmentId: one.environmentId,
      terminalReservationId: one.terminalId,
      contractNumber: contract?.number ?? null,
      unit: hub?.unit ?? terminal?.unit ?? contract?.unit ?? "",
      hub: null,
      terminal: null,
      sienge: null,
      ...part,
      note: one.underWay ? `${note} A reserva está em processamento.` : note,
    });

  if (readings.hub && !hub)
    addFound(
      "missing_in_hub",
      {},
      "O Hub não mostra esta reserva, nem em listas nem pelo código. Confira se foi excluída.",
    );
  if (terminals && one.terminalId !== null && !terminal)
    addFound(
      "missing_in_terminal",
      { hub: describeSituation(hub?.kind ?? null) },
      `O terminal não mostra a reserva ${one.terminalId}. Confira se foi excluída.`,
    );
  if (one.terminalId === null && hub && ALIVE.includes(hub.kind) && !one.underWay)
    addFound(
      "missing_in_terminal",
      { hub: describeSituation(hub.kind) },
      "A reserva ainda não existe no terminal. Confira em que etapa ela está.",
    );
  if (!terminal) return found;

  const meaning = contract ? meaningOf(contract, readings.authorizedIsSold) : null;
  if (differ([hub?.kind, terminal.kind, meaning].map(asEnd)))
    addFound(
      "situation",
      {
        hub: describeSituation(hub?.kind ?? null),
        terminal: describeSituation(terminal.kind),
        sienge: describeContractSituation(contract?.state ?? null),
      },
      "A situação não é a mesma nos três sistemas.",
    );
  if (differ([hub?.cents, terminal.cents, contract?.cents]))
    addFound(
      "value",
      { hub: reais(hub?.cents), terminal: reais(terminal.cents), sienge: reais(contract?.cents) },
      "O valor do contrato não é o mesmo.",
    );
  if (
    differ([hub?.unitCode, terminal.unitCode]) ||
    (contract &&
      terminal.unitCode !== "" &&
      contract.unitIds.length > 0 &&
      !contract.unitIds.includes(terminal.unitCode))
  )
    addFound(
      "unit",
      { hub: formatUnit(hub), terminal: formatUnit(terminal), sienge: contract?.unit ?? null },
      "A unidade não é a mesma.",
    );
  const otherHolder = hub !== undefined && differ([hub.holder, terminal.holder]);
  if (hub && (otherHolder || hub.people !== terminal.people || hub.others !== terminal.others))
    addFound(
      "people",
      { hub: formatPeople(hub), terminal: formatPeople(terminal) },
      otherHolder
        ? "O titular não é a mesma pessoa."
        : hub.people === terminal.people
          ? "Os associados não são as mesmas pessoas."
          : "O número de pessoas na reserva não é o mesmo.",
    );
  for (const part of FOLLOWING_PARTS)
    if (one.apart[part] > 0 && ALIVE.includes(terminal.kind))
      addFound(part, {}, APART[part](one.apart[part]));
  if (hub && differ([hub.broker, terminal.broker]))
    addFound("seller", {}, "O corretor não é o mesmo no Hub e no terminal.");
  if (
    contracts &&
    !contract &&
    (terminal.kind === "sold" || (terminal.kind === "ready" && one.overdue))
  ) {
    const elsewhere = naming.find(
      (stranger) => !taken.has(stranger) && stranger.id === one.contractId,
    );
    if (elsewhere) {
      taken.add(elsewhere);
      addFound(
        "wrong_place",
        {
          terminal: describeSituation(terminal.kind),
          sienge: `empreendimento ${elsewhere.enterpriseId}, empresa ${elsewhere.companyId}`,
        },
        `O contrato ${elsewhere.number} está em empreendimento ou empresa diferente do cadastro.`,
      );
    } else
      addFound(
        "missing_in_sienge",
        { hub: describeSituation(hub?.kind ?? null), terminal: describeSituation(terminal.kind) },
        "O Sienge não tem contrato desta reserva.",
      );
  }
  return found;
}

const formatUnit = (seen: SeenReservation | undefined) =>
  seen ? [seen.unit, seen.unitCode && `código ${seen.unitCode}`].filter(Boolean).join(", ") : null;
const formatPeople = ({ people }: SeenReservation) => formatCount(people, "pessoa", "pessoas");

/** Living contracts of our enterprises that no reservation accounts for. */
function unclaimed({ contracts }: Readings, taken: ReadonlySet<SeenContract>): Found[] {
  const claimed = new Set([...taken].map(({ id }) => id));
  const all = new Map(
    [...contracts].flatMap(([environmentId, list]) =>
      list.map((contract) => [contract.id, { environmentId, contract }] as const),
    ),
  );
  return [...all.values()]
    .filter(({ contract }) => contract.state !== "cancelled" && !claimed.has(contract.id))
    .map(({ contract }) => ({
      ...EMPTY,
      kind: "contract_without_reservation",
      contractNumber: contract.number,
      unit: contract.unit,
      sienge: describeContractSituation(contract.state),
      note: contract.externalId
        ? `O contrato cita a reserva ${contract.externalId}, que o Enlace não acompanha.`
        : "O contrato não cita reserva. Ele foi feito diretamente no Sienge.",
    }));
}
