import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatDecimal,
  formatQuantity,
  formatReais,
  parseCents,
  spreadDifference,
} from "./money.ts";

const cents = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });

describe("amounts", () => {
  it.each([
    ["0", 0],
    ["-0", 0],
    ["1", 100],
    ["1.5", 150],
    ["1,5", 150],
    ["1234.56", 123_456],
    ["1234,56", 123_456],
    ["1.234,56", 123_456],
    ["12.345.678,9", 1_234_567_890],
    ["-1.234,56", -123_456],
    [" 9,90 ", 990],
    ["0.29", 29],
    ["1.005", 101],
    ["1,0049", 100],
    ["-0,005", -1],
    ["0.1", 10],
    ["4.35", 435],
    ["1.115", 112],
    ["9999999999999.99", 999_999_999_999_999],
  ])("“%s” is %i cents", (text, expected) => expect(parseCents(text)).toBe(expected));

  it.each([
    "",
    "-",
    ",5",
    ".5",
    "5,",
    "1,234.56",
    "1.23,45",
    "1.2.3,4",
    "12.34.567,00",
    "1.234.567",
    "1e3",
    "R$ 1,00",
    "1 000,00",
    "--1",
    "+1",
    "１,00",
    "NaN",
    "99999999999999",
  ])("“%s” is no amount", (text) => expect(parseCents(text)).toBeNull());

  it("come back from every way they are written, to the cent", () => {
    fc.assert(
      fc.property(cents, (amount) => {
        expect(parseCents(formatDecimal(amount))).toBe(amount);
        expect(parseCents(formatReais(amount).replace(/R\$\s/u, ""))).toBe(amount);
        expect(parseCents(formatDecimal(amount).replace(".", ","))).toBe(amount);
      }),
    );
  });

  it("have a point and two places, without an exponent or a lost cent", () => {
    fc.assert(
      fc.property(cents, (amount) => void expect(formatDecimal(amount)).toMatch(/^-?\d+\.\d{2}$/)),
    );
    expect([0, -0, 5, -5, 100, 123_456].map(formatDecimal)).toEqual([
      "0.00",
      "0.00",
      "0.05",
      "-0.05",
      "1.00",
      "1234.56",
    ]);
  });

  it("read without floats: a text of any number of places is rounded once", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n - 1n }), (tenThousandths) => {
        const text = `${tenThousandths / 10_000n}.${String(tenThousandths % 10_000n).padStart(4, "0")}`;
        expect(parseCents(text)).toBe(Number((tenThousandths + 50n) / 100n));
      }),
    );
  });
});

describe("quantities", () => {
  it.each([
    [1, "1"],
    [0.5, "0.5"],
    [12.3456, "12.3456"],
    [0.0001, "0.0001"],
    [1_000_000, "1000000"],
    [-2.5, "-2.5"],
    [-0, "0"],
    [0.1 + 0.2, "0.3"],
  ])("%d is written %s", (quantity, text) => expect(formatQuantity(quantity)).toBe(text));

  it("come back the same up to four places", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }),
        (tenThousandths) =>
          void expect(Number(formatQuantity(tenThousandths / 10_000))).toBe(
            tenThousandths / 10_000 + 0,
          ),
      ),
    );
  });
});

describe("spreading a difference", () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 8 });
  const total = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0);

  it("moves the sum by exactly that much and leaves what it was given alone", () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: -300_000, max: 300_000 }), (list, difference) => {
        const before = [...list];
        expect(total(spreadDifference(list, difference))).toBe(total(list) + difference);
        expect(list).toEqual(before);
      }),
    );
  });

  it("leaves nothing below zero when there is enough to take from", () => {
    fc.assert(
      fc.property(amounts, fc.nat(), (list, wish) => {
        const difference = -(wish % (total(list) + 1));
        for (const amount of spreadDifference(list, difference))
          expect(amount).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    [[100, 300, 200], 2, [100, 302, 200]],
    [[300, 300], -1, [299, 300]],
    [[1, 1, 1], -2, [0, 0, 1]],
    [[5], -8, [-3]],
    [[10, -4], 1, [11, -4]],
    [[], 3, []],
    [[7, 7], 0, [7, 7]],
  ])("%j by %i gives %j", (list, difference, expected) =>
    expect(spreadDifference(list, difference)).toEqual(expected),
  );
});
