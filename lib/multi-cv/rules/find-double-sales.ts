import type {
  FollowedReservation,
  Found,
  Readings,
  SeenReservation,
} from "./reconciliation-facts.ts";
import { ALIVE, EMPTY } from "./reconciliation-facts.ts";

/** The same unit in two living reservations of one environment, or in two living contracts. */
export function soldTwice(
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
      note: "A mesma unidade está em duas reservas ativas do Hub. Cancele uma delas.",
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
        note: "A mesma unidade está em duas reservas ativas do terminal. Cancele uma delas.",
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
