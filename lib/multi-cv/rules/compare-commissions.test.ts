import fc from "fast-check";
import { expect, test } from "vitest";
import type { Commission } from "../cv/commissions.ts";
import { readAmount } from "../wire/amount.ts";
import { compareCommissions } from "./compare-commissions.ts";

type Payment = Commission["beneficiaries"][number]["payments"][number];
type Receiver = Commission["beneficiaries"][number];

const payment = (cents: number, dueDay: string, more: Partial<Payment> = {}): Payment => ({
  id: 1,
  situation: "Programado",
  amount: readAmount((cents / 100).toFixed(2)),
  dueDay,
  measuredOn: null,
  void: false,
  ...more,
});
const receiver = (payments: Payment[], more: Partial<Receiver> = {}): Receiver => ({
  id: 140,
  name: "Bento",
  document: "11144477735",
  kind: "C",
  to: "Corretor (Reserva)",
  amount: readAmount("80.00"),
  payments,
  ...more,
});
const commission = (...beneficiaries: Receiver[]): Commission[] => [
  {
    id: 66,
    code: null,
    situation: { id: 2, name: "Aprovada" },
    reservationId: 1,
    amount: null,
    beneficiaries,
  },
];
const two = (more: Partial<Payment> = {}) => [
  payment(4000, "2026-10-10", { id: 1, ...more }),
  payment(4000, "2026-11-10", { id: 2 }),
];
const same = { paid: [], differences: [], undoesPaid: false };

test.each<[string, Receiver, Receiver]>([
  ["words of a tenant", receiver(two()), receiver(two({ situation: "Previsto" }))],
  [
    "what is void on both",
    receiver([...two(), payment(1, "2026-12-10", { void: true })]),
    receiver(two()),
  ],
  ["order", receiver(two()), receiver(two().toReversed())],
  ["how the receiver is shown", receiver(two()), receiver(two(), { to: "corretor", kind: "c" })],
  ["a document that one side does not show", receiver(two()), receiver(two(), { document: "" })],
])("%s makes no difference", (_what, hub, terminal) => {
  expect(compareCommissions(commission(hub), commission(terminal))).toEqual(same);
});

test.each<[string, Receiver, Receiver, boolean]>([
  [
    "another day",
    receiver(two()),
    receiver([...two().slice(1), payment(4000, "2026-10-11")]),
    false,
  ],
  ["another number of payments", receiver(two()), receiver([payment(8000, "2026-10-10")]), false],
  ["another receiver", receiver(two()), receiver(two(), { document: "52998224725" }), false],
  ["another amount", receiver(two()), receiver(two(), { amount: readAmount("81.00") }), false],
  ["paid and void", receiver(two({ situation: "Pago" })), receiver(two({ void: true })), true],
  ["paid, and gone", receiver(two({ situation: "Pago" })), receiver(two().slice(1)), true],
])("%s is a difference", (_what, hub, terminal, undoesPaid) => {
  for (const [left, right] of [
    [hub, terminal],
    [terminal, hub],
  ] as const) {
    const compared = compareCommissions(commission(left), commission(right));
    expect(compared.differences.length).toBeGreaterThan(0);
    expect(compared).toMatchObject({ paid: [], undoesPaid });
  }
});

test("what is paid on one side alone is found, whichever side it is and however many are alike", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          cents: fc.integer({ min: 1, max: 3 }),
          day: fc.integer({ min: 1, max: 3 }),
          hub: fc.boolean(),
          terminal: fc.boolean(),
        }),
        { minLength: 1, maxLength: 8 },
      ),
      (rows) => {
        const side = (on: "hub" | "terminal") =>
          commission(
            receiver(
              rows.map(({ cents, day, ...row }, index) =>
                payment(cents, `2026-10-0${day}`, {
                  id: index + 1,
                  situation: row[on] ? "Pago" : "Programado",
                }),
              ),
            ),
          );
        const { paid, differences } = compareCommissions(side("hub"), side("terminal"));
        expect(differences).toEqual([]);
        // Among payments that are alike in day and amount only their number counts.
        const groups = Map.groupBy(rows, ({ cents, day }) => `${cents}/${day}`);
        const wanted = [...groups.values()].reduce(
          (sum, alike) =>
            sum +
            Math.abs(
              alike.filter(({ hub }) => hub).length -
                alike.filter(({ terminal }) => terminal).length,
            ),
          0,
        );
        expect(paid).toHaveLength(wanted);
        expect(paid.every(({ open }) => open.state === "open")).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});
