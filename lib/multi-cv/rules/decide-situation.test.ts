import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { QUESTION_CHOICES, readChoice } from "../words/decisions.ts";
import {
  isFinal,
  isOver,
  SITUATION_KINDS,
  type SituationKind,
  TARGETS,
} from "../words/situations.ts";
import { decideSituation, isInPlace } from "./decide-situation.ts";
import type { ContractFacts, DecisionSettings, SituationFacts } from "./situation-decision.ts";

const settings: DecisionSettings = {
  authorizedIsSold: false,
  removedUnissued: "ask",
  hoursBeforeMissing: 48,
  withdrawn: "ask",
};
const contract = (more: Partial<ContractFacts> = {}): ContractFacts => ({
  id: 1202,
  number: "CVTERMA1",
  enterpriseId: 856,
  companyId: 1,
  state: "issued",
  issueDate: "2026-09-04",
  ...more,
});
const facts = (more: Partial<SituationFacts> = {}): SituationFacts => ({
  hub: "ready",
  terminal: "ready",
  own: { hub: { id: "47", name: "" }, terminal: { id: "3", name: "" } },
  carried: true,
  contracts: [contract()],
  expected: { enterpriseId: 856, companyId: 1 },
  linked: null,
  onUnit: [],
  hoursWaiting: 1,
  ...more,
});
const requested = contract({ state: "requested", issueDate: null });
const decide = (more: Partial<SituationFacts>, options: Partial<DecisionSettings> = {}) => {
  const decision = decideSituation(facts(more), { ...settings, ...options });
  return decision.kind === "carry"
    ? decision.target
    : decision.kind === "ask"
      ? decision.question
      : "keep";
};

describe("the table", () => {
  it.each<[string, Partial<SituationFacts>, string, Partial<DecisionSettings>?]>([
    ["no contract yet", { contracts: [] }, "keep"],
    ["no contract for too long", { contracts: [], hoursWaiting: 48 }, "not_in_sienge"],
    ["requested", { contracts: [contract({ state: "requested", issueDate: null })] }, "keep"],
    ["authorized", { contracts: [contract({ state: "authorized", issueDate: null })] }, "keep"],
    [
      "authorized where it counts",
      { contracts: [contract({ state: "authorized", issueDate: null })] },
      "sold",
      { authorizedIsSold: true },
    ],
    ["issued", {}, "sold"],
    ["issued without a date", { contracts: [contract({ issueDate: null })] }, "keep"],
    ["issued, already sold", { hub: "sold", terminal: "sold" }, "keep"],
    ["issued, sold on one side", { hub: "ready", terminal: "sold" }, "sold"],
    [
      "cancelled after issue",
      { hub: "sold", terminal: "sold", contracts: [contract({ state: "cancelled" })] },
      "rescinded",
    ],
    [
      "cancelled before issue",
      { contracts: [contract({ state: "cancelled", issueDate: null })] },
      "cancelled",
    ],
    [
      "cancelled before issue, yet sold",
      {
        hub: "sold",
        terminal: "sold",
        contracts: [contract({ state: "cancelled", issueDate: null })],
      },
      "sold_unissued",
    ],
    ["a situation nobody knows", { contracts: [contract({ state: "unknown" })] }, "unknown_state"],
    [
      "two active",
      { contracts: [contract(), contract({ id: 1300, state: "requested", issueDate: null })] },
      "ambiguous",
    ],
    [
      "an old one cancelled, a new one issued",
      { contracts: [contract({ id: 1100, state: "cancelled" }), contract({ id: 1300 })] },
      "sold",
    ],
    [
      "two cancelled that say different things",
      {
        contracts: [
          contract({ id: 1100, state: "cancelled" }),
          contract({ id: 1300, state: "cancelled", issueDate: null }),
        ],
      },
      "ambiguous",
    ],
    ["of another enterprise", { contracts: [contract({ enterpriseId: 857 })] }, "keep"],
    ["of another company", { contracts: [contract({ companyId: 2 })] }, "keep"],
    ["removed", { contracts: [], linked: { contractId: 1202, issued: true } }, "removed"],
    [
      "removed before issue",
      { contracts: [], linked: { contractId: 1202, issued: false } },
      "removed",
    ],
    [
      "removed before issue where that cancels",
      { contracts: [], linked: { contractId: 1202, issued: false } },
      "cancelled",
      { removedUnissued: "cancel" },
    ],
    [
      "removed after issue even there",
      { contracts: [], linked: { contractId: 1202, issued: true } },
      "removed",
      { removedUnissued: "cancel" },
    ],
    [
      "removed and reissued on the unit",
      {
        contracts: [],
        linked: { contractId: 1202, issued: true },
        onUnit: [contract({ id: 1300 })],
      },
      "relink",
    ],
    [
      "removed and two on the unit",
      {
        contracts: [],
        linked: { contractId: 1202, issued: true },
        onUnit: [contract({ id: 1300 }), contract({ id: 1301 })],
      },
      "ambiguous",
    ],
    ["issued, but rescinded in the Hub", { hub: "rescinded", terminal: "rescinded" }, "backwards"],
    ["issued, but cancelled in the terminal", { terminal: "cancelled" }, "backwards"],
    [
      "rescinded, but cancelled in the Hub",
      { hub: "cancelled", terminal: "sold", contracts: [contract({ state: "cancelled" })] },
      "backwards",
    ],
    ["cancelled in the Hub only", { contracts: [], hub: "cancelled" }, "cancelled"],
    [
      "cancelled in the Hub, sold in the terminal",
      { contracts: [], hub: "cancelled", terminal: "sold" },
      "hub_cancelled",
    ],
    [
      "cancelled in the terminal only",
      { contracts: [], terminal: "cancelled" },
      "terminal_cancelled",
    ],
    [
      "over on both sides",
      {
        contracts: [],
        hub: "cancelled",
        terminal: "rescinded",
        linked: { contractId: 1, issued: true },
      },
      "keep",
    ],
    ["expired in the Hub, no contract", { contracts: [], hub: "expired" }, "hub_withdrawn"],
    [
      "expired where the Hub leads",
      { contracts: [], hub: "expired" },
      "cancelled",
      { withdrawn: "hub" },
    ],
    [
      "expired where the Hub leads, requested in Sienge",
      { hub: "expired", contracts: [requested] },
      "hub_withdrawn",
      { withdrawn: "hub" },
    ],
    [
      "expired where nobody follows",
      { contracts: [], hub: "expired" },
      "keep",
      { withdrawn: "off" },
    ],
    ["back in analysis, no contract", { contracts: [], hub: "open" }, "hub_withdrawn"],
    [
      "back in analysis before anything was carried",
      { contracts: [], hub: "open", terminal: "open", carried: false },
      "keep",
    ],
    ["expired, requested in Sienge", { hub: "expired", contracts: [requested] }, "hub_withdrawn"],
    ["expired, issued in Sienge", { hub: "expired" }, "hub_withdrawn"],
    ["only open, issued in Sienge", { hub: "open" }, "sold"],
    [
      "expired, cancelled in Sienge",
      { hub: "expired", contracts: [{ ...requested, state: "cancelled" }] },
      "cancelled",
    ],
    [
      "terminal back in analysis",
      { terminal: "open", contracts: [requested] },
      "terminal_withdrawn",
    ],
    ["terminal not ready yet", { terminal: "open", contracts: [], carried: false }, "keep"],
    ["terminal expired, issued", { terminal: "expired" }, "terminal_withdrawn"],
    ["expired on both sides", { hub: "expired", terminal: "expired", contracts: [] }, "keep"],
    ["expired, cancelled there", { hub: "expired", terminal: "cancelled", contracts: [] }, "keep"],
    [
      "cancelled in the Hub while the contract waits",
      { hub: "cancelled", contracts: [requested] },
      "hub_cancelled",
    ],
    [
      "cancelled in the terminal while the contract waits",
      { terminal: "cancelled", contracts: [requested] },
      "terminal_cancelled",
    ],
  ])("%s", (_name, more, expected, options) => expect(decide(more, options)).toBe(expected));
});

const anyKind = fc.constantFrom(...SITUATION_KINDS);
const anyContract = fc.record({
  id: fc.integer({ min: 1, max: 9 }),
  number: fc.constant("N"),
  enterpriseId: fc.constantFrom(856, 857),
  companyId: fc.constantFrom(1, 2),
  state: fc.constantFrom(
    "requested" as const,
    "authorized" as const,
    "issued" as const,
    "cancelled" as const,
    "unknown" as const,
  ),
  issueDate: fc.constantFrom("2026-09-04", null),
});
const anyFacts = fc.record({
  hub: anyKind,
  terminal: anyKind,
  own: fc.constant({ hub: { id: "1", name: "Vencida" }, terminal: { id: "2", name: "" } }),
  carried: fc.boolean(),
  contracts: fc.array(anyContract, { maxLength: 4 }),
  expected: fc.constant({ enterpriseId: 856, companyId: 1 }),
  linked: fc.option(
    fc.record({ contractId: fc.integer({ min: 1, max: 9 }), issued: fc.boolean() }),
  ),
  onUnit: fc.array(anyContract, { maxLength: 3 }),
  hoursWaiting: fc.integer({ min: 0, max: 100 }),
});
const anySettings = fc.record({
  authorizedIsSold: fc.boolean(),
  removedUnissued: fc.constantFrom("ask" as const, "cancel" as const),
  hoursBeforeMissing: fc.constant(48),
  withdrawn: fc.constantFrom("ask" as const, "hub" as const),
});

describe("whatever the facts", () => {
  test("nothing final is left by itself, and each question can be answered", () => {
    fc.assert(
      fc.property(anyFacts, anySettings, (some, options) => {
        const decision = decideSituation(some, options);
        expect(decision.reason.length).toBeGreaterThan(10);
        if (decision.kind === "carry")
          for (const kind of [some.hub, some.terminal])
            expect(
              isFinal(kind) &&
                kind !== decision.target &&
                some.contracts.length > 0 &&
                decision.target !== "cancelled",
            ).toBe(false);
        if (decision.kind === "ask")
          expect(QUESTION_CHOICES[decision.question].length).toBeGreaterThan(1);
      }),
    );
  });

  test("what was carried is kept: a second look changes nothing", () => {
    fc.assert(
      fc.property(anyFacts, anySettings, (some, options) => {
        const decision = decideSituation(some, options);
        if (decision.kind !== "carry") return;
        const after = decideSituation(
          { ...some, hub: decision.target, terminal: decision.target },
          options,
        );
        expect(after.kind === "carry").toBe(false);
      }),
    );
  });

  test("no side leaves the sale in silence while the other side and a contract go on", () => {
    fc.assert(
      fc.property(anyFacts, anySettings, (some, options) => {
        const [one] = some.contracts.filter((found) => isInPlace(found, some.expected));
        const decision = decideSituation({ ...some, contracts: one ? [one] : [] }, options);
        const left = (kind: SituationKind) => isOver(kind) || kind === "open";
        if (one && one.state !== "cancelled" && left(some.hub) !== left(some.terminal))
          expect(decision.kind).not.toBe("keep");
      }),
    );
  });

  test("the order of contracts does not matter", () => {
    fc.assert(
      fc.property(
        anyFacts,
        anySettings,
        (some, options) =>
          void expect(
            decideSituation({ ...some, contracts: some.contracts.toReversed() }, options).kind,
          ).toBe(decideSituation(some, options).kind),
      ),
    );
  });

  test("only an issue date makes a sale, unless authorized counts", () => {
    fc.assert(
      fc.property(anyFacts, (some) => {
        const decision = decideSituation(some, settings);
        if (decision.kind === "carry" && decision.target === "sold")
          expect(
            some.contracts.some(({ state, issueDate }) => state === "issued" && issueDate !== null),
          ).toBe(true);
        expect(TARGETS).toContain(decision.kind === "carry" ? decision.target : "sold");
      }),
    );
  });
});

it.each([
  ["link:1202", { choice: "link", contractId: 1202 }],
  ["sold", { choice: "sold", contractId: null }],
  ["link", null],
  ["sold:1", null],
  ["link:x", null],
  ["", null],
])("the answer “%s”", (text, expected) => expect(readChoice(text)).toEqual(expected));
