import type { Divergence } from "@/lib/core/multi-cv-divergences.ts";
import type { SituationKind } from "@/lib/core/multi-cv-situations.ts";
import { type Cents, formatReais } from "@/lib/core/money.ts";
import { tellContractSituation, tellSituation } from "@/lib/core/tell-situation.ts";
import { meaningOf } from "./contract-meaning.ts";
import { type ContractFacts, isInPlace, type SituationFacts } from "./decide-situation.ts";

/** A reservation as one CV environment shows it. */
export interface SeenReservation {
  id: string;
  kind: SituationKind;
  unit: string;
  /** Code of the unit in Sienge; "" when it has none. */
  unitCode: string;
  cents: Cents | null;
  /** Digits of the holder's document: compared, never shown. */
  holder: string;
  people: number;
}

/** A contract as Sienge shows it. */
export interface SeenContract extends ContractFacts {
  externalId: string | null;
  unitIds: readonly string[];
  unit: string;
  cents: Cents | null;
}

/** One reservation that the hub follows, and where its parts must be. */
export interface FollowedReservation {
  subjectId: number;
  hubId: string;
  environmentId: number | null;
  terminalId: string | null;
  contractId: number | null;
  /** The code by which its contract names it. */
  externalId: string | null;
  expected: SituationFacts["expected"];
  /** The flow is at it: a difference may be gone in a moment. */
  underWay: boolean;
  /** It has been in "pode faturar" for longer than a contract takes. */
  overdue: boolean;
}

/** Everything that was read. A system that is absent could not be read: nothing is said about it. */
export interface Readings {
  hub: ReadonlyMap<string, SeenReservation> | null;
  terminals: ReadonlyMap<number, ReadonlyMap<string, SeenReservation>>;
  /** Contracts by the terminal whose Sienge they are in. */
  contracts: ReadonlyMap<number, readonly SeenContract[]>;
  authorizedIsSold: boolean;
}

/** One thing that the systems disagree about. */
export interface Found {
  kind: Divergence;
  subjectId: number | null;
  hubReservationId: string | null;
  environmentId: number | null;
  terminalReservationId: string | null;
  contractNumber: string | null;
  unit: string;
  hub: string | null;
  terminal: string | null;
  sienge: string | null;
  note: string;
}

const reais = (cents: Cents | null | undefined) =>
  cents === null || cents === undefined ? null : formatReais(cents);
const differ = (values: readonly unknown[]) =>
  new Set(values.filter((value) => value !== null && value !== undefined && value !== "")).size > 1;
const ALIVE: readonly SituationKind[] = ["ready", "sold"];

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
  const say = (
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
      note: one.underWay ? `${note} O hub está trabalhando nesta reserva agora.` : note,
    });

  if (readings.hub && !hub)
    say(
      "missing_in_hub",
      {},
      "O Hub não mostra esta reserva, nem em listas nem pelo código. Confira se foi excluída.",
    );
  if (terminals && one.terminalId !== null && !terminal)
    say(
      "missing_in_terminal",
      { hub: tellSituation(hub?.kind ?? null) },
      `O terminal não mostra a reserva ${one.terminalId}. Confira se foi excluída.`,
    );
  if (one.terminalId === null && hub && ALIVE.includes(hub.kind) && !one.underWay)
    say(
      "missing_in_terminal",
      { hub: tellSituation(hub.kind) },
      "A reserva ainda não existe no terminal. Veja em que etapa ela parou.",
    );
  if (!terminal) return found;

  const meaning = contract ? meaningOf(contract, readings.authorizedIsSold) : null;
  if (differ([hub?.kind, terminal.kind, meaning]))
    say(
      "situation",
      {
        hub: tellSituation(hub?.kind ?? null),
        terminal: tellSituation(terminal.kind),
        sienge: tellContractSituation(contract?.state ?? null),
      },
      "A situação não é a mesma nos três sistemas.",
    );
  if (differ([hub?.cents, terminal.cents, contract?.cents]))
    say(
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
    say(
      "unit",
      { hub: tellUnit(hub), terminal: tellUnit(terminal), sienge: contract?.unit ?? null },
      "A unidade não é a mesma.",
    );
  if (hub && (differ([hub.holder, terminal.holder]) || hub.people !== terminal.people))
    say(
      "people",
      { hub: tellPeople(hub), terminal: tellPeople(terminal) },
      hub.holder === terminal.holder
        ? "O número de pessoas na reserva não é o mesmo."
        : "O titular não é a mesma pessoa.",
    );
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
      say(
        "wrong_place",
        {
          terminal: tellSituation(terminal.kind),
          sienge: `empreendimento ${elsewhere.enterpriseId}, empresa ${elsewhere.companyId}`,
        },
        `O contrato ${elsewhere.number} está em outro empreendimento ou empresa do que o cadastro diz.`,
      );
    } else
      say(
        "missing_in_sienge",
        { hub: tellSituation(hub?.kind ?? null), terminal: tellSituation(terminal.kind) },
        "O Sienge não tem contrato desta reserva.",
      );
  }
  return found;
}

const tellUnit = (seen: SeenReservation | undefined) =>
  seen ? [seen.unit, seen.unitCode && `código ${seen.unitCode}`].filter(Boolean).join(", ") : null;
const tellPeople = ({ people }: SeenReservation) =>
  people === 1 ? "1 pessoa" : `${people} pessoas`;

/** The same unit in two living reservations of one environment, or in two living contracts. */
function soldTwice(
  followed: readonly FollowedReservation[],
  { hub, terminals, contracts }: Readings,
): Found[] {
  const found: Found[] = [];
  const subjectOf = (test: (one: FollowedReservation) => boolean) =>
    followed.find(test)?.subjectId ?? null;
  for (const group of groupTwice(hub ? [...hub.values()].filter(isAlive) : [], ({ unitCode }) => [
    unitCode,
  ])) {
    const ids = group.map(({ id }) => id);
    found.push({
      ...EMPTY,
      kind: "unit_sold_twice",
      subjectId: subjectOf(({ hubId }) => ids.includes(hubId)),
      hubReservationId: ids[0] ?? null,
      unit: group[0]?.unit ?? "",
      hub: `reservas ${ids.join(" e ")}`,
      note: "A mesma unidade está em duas reservas vivas do Hub. Cancele uma delas.",
    });
  }
  for (const [environmentId, seen] of terminals) {
    for (const group of groupTwice([...seen.values()].filter(isAlive), ({ unitCode }) => [
      unitCode,
    ])) {
      const ids = group.map(({ id }) => id);
      found.push({
        ...EMPTY,
        kind: "unit_sold_twice",
        subjectId: subjectOf(
          (one) => one.environmentId === environmentId && ids.includes(one.terminalId ?? ""),
        ),
        environmentId,
        terminalReservationId: ids[0] ?? null,
        unit: group[0]?.unit ?? "",
        terminal: `reservas ${ids.join(" e ")}`,
        note: "A mesma unidade está em duas reservas vivas do terminal. Cancele uma delas.",
      });
    }
  }
  // Terminals may share a Sienge: its contracts are looked at once.
  const all = [
    ...new Map([...contracts.values()].flat().map((contract) => [contract.id, contract])).values(),
  ];
  for (const group of groupTwice(
    all.filter(({ state }) => state !== "cancelled"),
    ({ unitIds }) => unitIds,
  )) {
    const ids = group.map(({ id }) => id);
    found.push({
      ...EMPTY,
      kind: "unit_sold_twice",
      subjectId: subjectOf(({ contractId }) => contractId !== null && ids.includes(contractId)),
      contractNumber: group[0]?.number ?? null,
      unit: group[0]?.unit ?? "",
      sienge: `contratos ${group.map(({ number }) => number).join(" e ")}`,
      note: "A mesma unidade está em dois contratos ativos no Sienge. Cancele um deles.",
    });
  }
  return found;
}

const EMPTY = {
  subjectId: null,
  hubReservationId: null,
  environmentId: null,
  terminalReservationId: null,
  contractNumber: null,
  hub: null,
  terminal: null,
  sienge: null,
} as const;
const isAlive = ({ kind, unitCode }: SeenReservation) => ALIVE.includes(kind) && unitCode !== "";

function groupTwice<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => readonly string[],
): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items)
    for (const key of keysOf(item)) groups.set(key, [...(groups.get(key) ?? []), item]);
  return [...groups.values()].filter((group) => group.length > 1);
}

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
      sienge: tellContractSituation(contract.state),
      note: contract.externalId
        ? `O contrato cita a reserva ${contract.externalId}, que o hub não acompanha.`
        : "O contrato não cita reserva: foi feito direto no Sienge.",
    }));
}
