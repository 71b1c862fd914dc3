import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { formatDecimal } from "@/lib/core/money.ts";
import { type Amount, readAmount } from "../wire/amount.ts";
import {
  type ConditionMaps,
  type HubSeries,
  type TerminalSeries,
  translateConditions,
} from "./translate-conditions.ts";

const maps = (more: Partial<ConditionMaps> = {}): ConditionMaps => ({
  series: new Map(),
  indexers: new Map([["incc", 2]]),
  bearers: new Map([["banco modelo", 33]]),
  ...more,
});
const monthly: TerminalSeries = {
  id: 14,
  code: "PM",
  name: "Mensais",
  initials: "M",
  everyMonths: 1,
  allowedDays: [],
};
const signal: TerminalSeries = {
  id: 11,
  code: "AT",
  name: "Ato",
  initials: "A",
  everyMonths: null,
  allowedDays: [],
};
const month = (index: number, day = 10) =>
  `${2026 + Math.floor((9 + index) / 12)}-${String(((9 + index) % 12) + 1).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
const amount = (text: string): Amount => readAmount(text)!;
const series = (amounts: string[], more: Partial<HubSeries> = {}): HubSeries => ({
  seriesId: 4,
  seriesCode: "PM",
  name: "Mensais",
  initials: "M",
  indexer: "INCC",
  count: amounts.length,
  holdsCommission: false,
  instalments: amounts.map((text, index) => ({ dueDay: month(index), amount: amount(text) })),
  ...more,
});
const translate = (
  contractAmount: string,
  list: HubSeries[],
  terminal = [monthly, signal],
  more: Partial<ConditionMaps> = {},
) =>
  translateConditions(
    { contractAmount: amount(contractAmount), series: list },
    terminal,
    maps(more),
  );
const sentence = (translation: ReturnType<typeof translate>) =>
  "sentence" in translation ? translation.sentence : "";

test("interest in whichever of its forms stops, and none of CV's words for none does", () => {
  const told = (more: Partial<HubSeries>) =>
    sentence(translate("200.00", [series(["100.00", "100.00"], more)]));
  expect(told({ interest: "" })).toBe("");
  expect(told({ interest: "Tabela Price" })).toMatch(/tem juros no Hub \(Tabela Price\)/);
  const [first, second] = series(["100.00", "100.00"]).instalments;
  expect(
    told({ instalments: [first!, { ...second!, amountWithInterest: amount("101.00") }] }),
  ).toMatch(/tem juros no Hub, e a API/);
  expect(
    told({ instalments: [first!, { ...second!, amountWithInterest: amount("100.00") }] }),
  ).toBe("");
});

test("a bearer goes with its series, or stops with its name", () => {
  const of = (bearer: string) => translate("200.00", [series(["100.00", "100.00"], { bearer })]);
  expect(of("Banco Modelo")).toMatchObject({ conditions: [{ bearerId: 33 }] });
  expect(sentence(of(""))).toBe("");
  expect(sentence(of("Outro Banco"))).toMatch(/portador Outro Banco .* Mapeamentos › Portadores/);
});

describe("conditions", () => {
  test("equal instalments at the series' rhythm are one row", () => {
    expect(translate("18000.00", [series(Array.from({ length: 36 }, () => "500.00"))])).toEqual({
      totalCents: 1_800_000,
      conditions: [
        {
          seriesId: 14,
          count: 36,
          amountCents: 50_000,
          firstDueDay: "2026-10-10",
          indexerId: 2,
          holdsCommission: false,
        },
      ],
    });
  });

  test("a value or a date that leaves the row begins another", () => {
    const plan = series(["500.00", "500.00", "500.01"]);
    expect(translate("1500.01", [plan])).toMatchObject({
      conditions: [{ count: 2 }, { count: 1, amountCents: 50_001, firstDueDay: "2026-12-10" }],
    });
    const skipping = {
      ...plan,
      instalments: [
        { dueDay: "2026-10-10", amount: amount("500.00") },
        { dueDay: "2026-11-10", amount: amount("500.00") },
        { dueDay: "2027-01-10", amount: amount("500.01") },
      ],
    };
    expect(translate("1500.01", [skipping])).toMatchObject({
      conditions: [{ count: 2 }, { firstDueDay: "2027-01-10" }],
    });
  });

  test("the 31st is the last day of a short month", () => {
    const plan = series(["10", "10", "10"], {
      instalments: ["2026-12-31", "2027-01-31", "2027-02-28"].map((dueDay) => ({
        dueDay,
        amount: amount("10"),
      })),
    });
    expect(translate("30", [plan], [{ ...monthly, allowedDays: [31] }])).toMatchObject({
      conditions: [{ count: 3, firstDueDay: "2026-12-31" }],
    });
  });

  test("a difference is told to the cent", () => {
    expect(
      sentence(translate("18000.01", [series(Array.from({ length: 36 }, () => "500.00"))])),
    ).toContain("faltam R$\u00a00,01");
    expect(
      sentence(translate("17999.50", [series(Array.from({ length: 36 }, () => "500.00"))])),
    ).toContain("sobram R$\u00a00,50");
  });

  test("by what a person confirmed, then the code, then symbol and rhythm", () => {
    expect(
      translate("10", [series(["10"])], [monthly, signal], { series: new Map([["4", 11]]) }),
    ).toMatchObject({ conditions: [{ seriesId: 11 }] });
    expect(translate("10", [series(["10"], { seriesCode: null })])).toMatchObject({
      conditions: [{ seriesId: 14 }],
    });
    expect(
      sentence(translate("10", [series(["10"], { seriesCode: null, initials: "X" })])),
    ).toContain("não tem correspondente");
    expect(
      sentence(translate("10", [series(["10"])], [monthly, { ...monthly, id: 15 }])),
    ).toContain("mais de uma");
    expect(
      sentence(translate("10", [series(["10"])], [signal], { series: new Map([["4", 99]]) })),
    ).toContain("não existe mais");
    const quarterly = { ...monthly, id: 16, code: null, everyMonths: 3 };
    const plan = series(["5", "5"], {
      seriesCode: null,
      instalments: [
        { dueDay: "2026-10-10", amount: amount("5") },
        { dueDay: "2027-01-10", amount: amount("5") },
      ],
    });
    expect(translate("10", [plan], [{ ...monthly, code: null }, quarterly])).toMatchObject({
      conditions: [{ seriesId: 16, count: 2 }],
    });
  });

  it.each<[string, ReturnType<typeof translate>, string]>([
    ["no series", translate("10", []), "nenhuma condição"],
    ["instalments missing", translate("10", [series(["10"], { count: 2 })]), "informa 2 parcelas"],
    ["unknown indexer", translate("10", [series(["10"], { indexer: "CUB" })]), "indexador CUB"],
    [
      "day not allowed",
      translate("10", [series(["10"])], [{ ...monthly, allowedDays: [5, 15] }]),
      "aceita vencimentos nos dias 5, 15",
    ],
    ["nothing to pay", translate("0", [series(["0"])]), "sem valor"],
    ["readable in two ways", translate("323.000", [series(["323.000"])]), "ambíguos"],
  ])("refused: %s", (_name, translation, words) => expect(sentence(translation)).toContain(words));

  test("three digits after the only point are read by the sum alone", () => {
    expect(translate("323000.00", [series(["323.000"])])).toMatchObject({ totalCents: 32_300_000 });
    expect(translate("323.00", [series(["323.000"])])).toMatchObject({ totalCents: 32_300 });
    expect(translate("646.000", [series(["323.000", "323000.00"])])).toMatchObject({
      totalCents: 64_600_000,
    });
    expect(sentence(translate("324.00", [series(["323.000"])]))).toContain("faltam R$\u00a01,00");
  });

  test("whatever the plan, what is sent makes the contract's value and keeps each date", () => {
    const plan = fc.array(
      fc.record({
        cents: fc.integer({ min: 1, max: 9_999_999 }),
        months: fc.integer({ min: 0, max: 4 }),
      }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(
        plan,
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: -3, max: 3 }),
        (parts, day, error) => {
          let at = 0;
          const instalments = parts.map(({ cents, months }) => ({
            dueDay: `${2026 + Math.floor((at += months) / 12)}-${String((at % 12) + 1).padStart(2, "0")}-${String(Math.min(day, 28)).padStart(2, "0")}`,
            amount: amount(formatDecimal(cents)),
          }));
          const total = parts.reduce((sum, { cents }) => sum + cents, 0);
          const translation = translate(formatDecimal(total + error), [
            series([], { count: parts.length, instalments }),
          ]);
          if (error !== 0) return void expect("sentence" in translation).toBe(true);
          if ("sentence" in translation) throw new Error(translation.sentence);
          expect(
            translation.conditions.reduce((sum, row) => sum + row.count * row.amountCents, 0),
          ).toBe(total);
          expect(translation.conditions.reduce((count, row) => count + row.count, 0)).toBe(
            parts.length,
          );
          const dues = translation.conditions.flatMap(({ firstDueDay, count }) =>
            Array.from({ length: count }, (_, index) => addMonths(firstDueDay, index)),
          );
          expect(dues.toSorted()).toEqual(instalments.map(({ dueDay }) => dueDay).toSorted());
        },
      ),
    );
  });
});

const addMonths = (day: string, months: number) => {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}${day.slice(7)}`;
};
