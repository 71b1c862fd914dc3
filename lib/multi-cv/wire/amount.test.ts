import { describe, expect, test } from "vitest";
import { certainCents, isAmbiguous, readAmount, matchAmounts } from "./amount.ts";

describe("amounts", () => {
  test.each([
    ["17000.00", 1_700_000],
    ["500000,00", 50_000_000],
    ["1.234,56", 123_456],
    ["1,234.56", 123_456],
    ["1.234.567", 123_456_700],
    ["R$ 10,00", 1_000],
    ["0.000", 0],
    ["-8.5", -850],
    [500, 50_000],
    [17000.5, 1_700_050],
    [333.333, 33_333],
  ])("%s is read to the cent", (text, cents) => {
    expect(readAmount(text)).toEqual({ cents });
  });

  test.each(["", "abc", "1.2.3", "12,34,5", "1e3", null, {}, Number.NaN])(
    "%s is no amount",
    (value) => {
      expect(readAmount(value)).toBeNull();
    },
  );

  test("three decimals and a thousands' point look alike: both meanings are carried", () => {
    const amount = readAmount("323.000");
    expect(amount).toEqual({ text: "323.000", asDecimals: 32_300, asThousands: 32_300_000 });
    expect(amount && isAmbiguous(amount)).toBe(true);
    expect(certainCents(amount)).toBeNull();
  });

  test("the sum of the series decides what the total meant", () => {
    const total = readAmount("323.000");
    const part = readAmount("3230.00");
    if (!total || !part) throw new Error("unread");
    expect(matchAmounts(total, [{ amount: part, times: 100 }])).toEqual({
      total: 32_300_000,
      parts: [323_000],
    });
    expect(matchAmounts(total, [{ amount: part, times: 99 }])).toBeNull();
  });

  test("when every amount is ambiguous and both readings sum, nothing is guessed", () => {
    const total = readAmount("400.000");
    const part = readAmount("200.000");
    if (!total || !part) throw new Error("unread");
    expect(matchAmounts(total, [{ amount: part, times: 2 }])).toBeNull();
  });
});
