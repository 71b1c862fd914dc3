import { describe, expect, test } from "vitest";
import { findDivergences } from "./find-divergences.ts";
import type {
  FollowedReservation,
  Readings,
  SeenContract,
  SeenReservation,
} from "./reconciliation-facts.ts";

const A = 1;
const seen = (id: string, part: Partial<SeenReservation> = {}): SeenReservation => ({
  id,
  kind: "sold",
  unit: "T1 / 101",
  unitCode: "901",
  cents: 20_000_000,
  holder: "11144477735",
  people: 1,
  others: "",
  broker: "52998224725",
  ...part,
});
const contract = (part: Partial<SeenContract> = {}): SeenContract => ({
  id: 50,
  number: "CV50",
  enterpriseId: 856,
  companyId: 1,
  state: "issued",
  issueDate: "2026-09-04",
  externalId: "40",
  unitIds: ["901"],
  unit: "T1-101",
  cents: 20_000_000,
  ...part,
});
const followed = (part: Partial<FollowedReservation> = {}): FollowedReservation => ({
  subjectId: 7,
  hubId: "70",
  environmentId: A,
  terminalId: "40",
  contractId: 50,
  externalId: "40",
  expected: { enterpriseId: 856, companyId: 1 },
  underWay: false,
  overdue: false,
  apart: { documents: 0, contracts: 0, commissions: 0 },
  ...part,
});
const byId = (...list: SeenReservation[]) => new Map(list.map((one) => [one.id, one]));
const readings = (part: Partial<Readings> = {}): Readings => ({
  hub: byId(seen("70")),
  terminals: new Map([[A, byId(seen("40"))]]),
  contracts: new Map([[A, [contract()]]]),
  authorizedIsSold: false,
  ...part,
});
const kinds = (of: FollowedReservation[], read: Readings) =>
  findDivergences(of, read).map(({ kind }) => kind);

test("three systems that agree have nothing to say", () =>
  expect(findDivergences([followed()], readings())).toEqual([]));

test.each(["documents", "contracts", "commissions"] as const)(
  "%s that the last look left different are told as long as the reservation lives",
  (part) => {
    const one = followed({ apart: { documents: 0, contracts: 0, commissions: 0, [part]: 1 } });
    expect(kinds([one], readings())).toEqual([part]);
    const over = readings({
      hub: byId(seen("70", { kind: "cancelled" })),
      terminals: new Map([[A, byId(seen("40", { kind: "cancelled" }))]]),
      contracts: new Map([[A, [contract({ state: "cancelled", issueDate: null })]]]),
    });
    expect(kinds([one], over)).not.toContain(part);
  },
);

describe("one reservation", () => {
  test.each([
    ["another broker in the Hub", { hub: byId(seen("70", { broker: "12345678909" })) }, ["seller"]],
    [
      "another associate in the Hub",
      {
        hub: byId(seen("70", { people: 2, others: "52998224725" })),
        terminals: new Map([[A, byId(seen("40", { people: 2, others: "12345678909" }))]]),
      },
      ["people"],
    ],
    [
      "expired in the Hub, cancelled elsewhere",
      {
        hub: byId(seen("70", { kind: "expired" })),
        terminals: new Map([[A, byId(seen("40", { kind: "cancelled" }))]]),
        contracts: new Map([[A, [contract({ state: "cancelled", issueDate: null })]]]),
      },
      [],
    ],
    ["another situation in the Hub", { hub: byId(seen("70", { kind: "ready" })) }, ["situation"]],
    [
      "a contract cancelled after issue",
      { contracts: new Map([[A, [contract({ state: "cancelled" })]]]) },
      ["situation"],
    ],
    [
      "another amount in Sienge",
      { contracts: new Map([[A, [contract({ cents: 19_999_999 })]]]) },
      ["value"],
    ],
    [
      "an amount that is only known in one system",
      {
        hub: byId(seen("70", { cents: null })),
        contracts: new Map([[A, [contract({ cents: null })]]]),
      },
      [],
    ],
    [
      "another unit in the contract",
      { contracts: new Map([[A, [contract({ unitIds: ["902"] })]]]) },
      ["unit"],
    ],
    ["another holder", { hub: byId(seen("70", { holder: "52998224725" })) }, ["people"]],
    ["an associate that is missing", { hub: byId(seen("70", { people: 2 })) }, ["people"]],
    ["no trace in the Hub", { hub: byId() }, ["missing_in_hub"]],
    ["no trace in the terminal", { terminals: new Map([[A, byId()]]) }, ["missing_in_terminal"]],
    ["no contract although sold", { contracts: new Map([[A, []]]) }, ["missing_in_sienge"]],
    [
      "its contract in another company",
      { contracts: new Map([[A, [contract({ companyId: 2 })]]]) },
      ["wrong_place"],
    ],
  ] as const)("%s", (_, part, expected) =>
    expect(kinds([followed()], readings(part as Partial<Readings>))).toEqual(expected),
  );

  test("of what could not be read nothing is said", () => {
    expect(kinds([followed()], readings({ hub: null, contracts: new Map() }))).toEqual([]);
    expect(kinds([followed()], readings({ terminals: new Map() }))).toEqual([]);
  });

  test("without a contract it is only late once it is overdue", () => {
    const waiting = readings({
      hub: byId(seen("70", { kind: "ready" })),
      terminals: new Map([[A, byId(seen("40", { kind: "ready" }))]]),
      contracts: new Map([[A, []]]),
    });
    expect(kinds([followed({ contractId: null })], waiting)).toEqual([]);
    expect(kinds([followed({ contractId: null, overdue: true })], waiting)).toEqual([
      "missing_in_sienge",
    ]);
  });

  test("another terminal's reservation of the same number is not this one's contract in the wrong place", () => {
    expect(
      kinds(
        [followed({ contractId: null })],
        readings({
          contracts: new Map([
            [A, [contract(), contract({ id: 51, enterpriseId: 999, unitIds: ["77"] })]],
          ]),
        }),
      ),
    ).toEqual(["contract_without_reservation"]);
  });

  test("what the hub is working on says so, and shows no document", () => {
    const [found] = findDivergences(
      [followed({ underWay: true })],
      readings({ hub: byId(seen("70", { holder: "52998224725" })) }),
    );
    expect(found?.note).toContain("em processamento");
    expect(JSON.stringify(found)).not.toMatch(/52998224725|11144477735/);
  });
});

describe("a unit sold twice", () => {
  test("stands first, whether in the Hub, in a terminal or in Sienge", () => {
    expect(
      findDivergences([followed()], readings({ hub: byId(seen("70"), seen("71")) }))[0],
    ).toMatchObject({ kind: "unit_sold_twice", hub: "reservas 70 e 71", subjectId: 7 });
    expect(
      findDivergences(
        [followed()],
        readings({ terminals: new Map([[A, byId(seen("40"), seen("41"))]]) }),
      )[0],
    ).toMatchObject({ kind: "unit_sold_twice", terminal: "reservas 40 e 41" });
    expect(
      findDivergences(
        [followed()],
        readings({
          contracts: new Map([
            [A, [contract(), contract({ id: 51, number: "CV51", externalId: null })]],
          ]),
        }),
      ).map(({ kind, sienge }) => [kind, sienge]),
    ).toEqual([
      ["unit_sold_twice", "contratos CV50 e CV51"],
      ["contract_without_reservation", "Emitido"],
    ]);
  });

  test("is not sold twice when one of them is cancelled, has no code, or is the same contract seen through two terminals", () => {
    const shared = [contract()];
    const read = readings({
      hub: byId(
        seen("70"),
        seen("71", { kind: "cancelled" }),
        seen("72", { unitCode: "" }),
        seen("73", { unitCode: "" }),
      ),
      terminals: new Map([
        [A, byId(seen("40"))],
        [2, byId()],
      ]),
      contracts: new Map([
        [A, shared],
        [2, shared],
      ]),
    });
    expect(kinds([followed()], read)).toEqual([]);
  });
});
