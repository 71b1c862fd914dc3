import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  countDays,
  dayInZone,
  formatDay,
  formatInstant,
  isDay,
  listDays,
  overlaps,
  parseDay,
  type Period,
  planPeriods,
  refusePeriod,
  splitPeriod,
} from "./period.ts";

const day = fc.integer({ min: 0, max: 2_500 }).map((count) => addDays("2024-01-01", count));
const period: fc.Arbitrary<Period> = fc
  .tuple(day, fc.integer({ min: 0, max: 200 }))
  .map(([first, more]) => ({ first, last: addDays(first, more) }));
const maxDays = fc.integer({ min: 1, max: 40 });
const daysOf = (parts: readonly Period[]) => parts.flatMap((part) => listDays(part));

describe("days", () => {
  it.each(["2024-02-29", "2026-12-31", "2000-02-29", "0001-01-01"])("%s exists", (text) =>
    expect(isDay(text)).toBe(true),
  );
  it.each([
    "2026-02-29",
    "2026-02-30",
    "2026-13-01",
    "2026-00-10",
    "2026-1-1",
    "26-01-01",
    "2026-01-01T00:00:00Z",
    "",
    " 2026-01-01",
    "1900-02-29",
    "２０２６-01-01",
  ])("“%s” does not", (text) => expect(isDay(text)).toBe(false));

  it("counts across ends of months, years and leap days", () => {
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
    expect(countDays({ first: "2026-01-01", last: "2026-01-31" })).toBe(31);
    expect(countDays({ first: "2026-01-02", last: "2026-01-01" })).toBe(0);
  });

  it("lists each day once and in order", () => {
    fc.assert(
      fc.property(period, (asked) => {
        const days = listDays(asked);
        expect(days).toHaveLength(countDays(asked));
        expect([days[0], days.at(-1)]).toEqual([asked.first, asked.last]);
        expect(days).toEqual([...new Set(days)].sort());
      }),
    );
  });

  it("is written as people write it and read back", () => {
    fc.assert(fc.property(day, (one) => void expect(parseDay(formatDay(one))).toBe(one)));
    expect(parseDay(" 05/03/2026 ")).toBe("2026-03-05");
    expect(parseDay("2026-03-05")).toBe("2026-03-05");
    for (const wrong of ["31/02/2026", "5/3/2026", "05-03-2026", "amanhã", ""])
      expect(parseDay(wrong)).toBeNull();
  });

  it("are those of the organization's clock, not of Greenwich", () => {
    const late = new Date("2026-03-06T02:30:00Z");
    expect(dayInZone(late, "America/Sao_Paulo")).toBe("2026-03-05");
    expect(dayInZone(late, "America/Noronha")).toBe("2026-03-06");
    expect(formatInstant(late, "America/Sao_Paulo")).toBe("05/03/2026 23:30:00");
    expect(formatInstant(new Date("2026-03-06T03:00:00Z"), "America/Sao_Paulo")).toBe(
      "06/03/2026 00:00:00",
    );
  });
});

describe("splitting and planning", () => {
  it("splits into consecutive parts that are exactly the days asked for, all full but the last", () => {
    fc.assert(
      fc.property(period, maxDays, (asked, most) => {
        const parts = splitPeriod(asked, most);
        expect(daysOf(parts)).toEqual(listDays(asked));
        for (const part of parts.slice(0, -1)) expect(countDays(part)).toBe(most);
        expect(countDays(parts.at(-1)!)).toBeLessThanOrEqual(most);
      }),
    );
  });

  it("plans exactly the days that did not run, never more than the limit at once", () => {
    fc.assert(
      fc.property(period, fc.array(period, { maxLength: 6 }), maxDays, (asked, ran, most) => {
        const parts = planPeriods(asked, ran, most);
        expect(daysOf(parts)).toEqual(
          listDays(asked).filter(
            (one) => !ran.some((past) => past.first <= one && one <= past.last),
          ),
        );
        for (const part of parts) expect(countDays(part)).toBeLessThanOrEqual(most);
        for (const part of parts) for (const past of ran) expect(overlaps(part, past)).toBe(false);
      }),
    );
  });

  it("makes as few parts as the limit allows", () => {
    fc.assert(
      fc.property(
        period,
        maxDays,
        (asked, most) =>
          void expect(splitPeriod(asked, most)).toHaveLength(Math.ceil(countDays(asked) / most)),
      ),
    );
  });

  it("gives the manual's 90 days as three tasks", () => {
    expect(splitPeriod({ first: "2026-01-01", last: "2026-03-31" })).toEqual([
      { first: "2026-01-01", last: "2026-01-31" },
      { first: "2026-02-01", last: "2026-03-03" },
      { first: "2026-03-04", last: "2026-03-31" },
    ]);
  });

  it("has nothing to do for reversed ends, and ends at the calendar's last day", () => {
    expect(splitPeriod({ first: "2026-02-01", last: "2026-01-01" })).toEqual([]);
    expect(splitPeriod({ first: "9999-12-01", last: "9999-12-31" })).toEqual([
      { first: "9999-12-01", last: "9999-12-31" },
    ]);
  });

  it("overlaps exactly when a day is shared", () => {
    fc.assert(
      fc.property(
        period,
        period,
        (a, b) =>
          void expect(overlaps(a, b)).toBe(listDays(a).some((one) => listDays(b).includes(one))),
      ),
    );
  });
});

describe("what is wrong with a request", () => {
  const today = "2026-03-05";
  it.each([
    ["", "2026-03-01", "invalid"],
    ["2026-02-30", "2026-03-01", "invalid"],
    ["2026-03-02", "2026-03-01", "reversed"],
    ["2026-03-05", "2026-03-06", "future"],
    ["2026-02-02", "2026-03-05", "too_long"],
  ] as const)("%s to %s is %s", (first, last, code) =>
    expect(refusePeriod({ first, last }, today)?.code).toBe(code),
  );

  it("takes the longest allowed and today itself", () => {
    expect(refusePeriod({ first: "2026-02-03", last: today }, today)).toBeNull();
    expect(refusePeriod({ first: today, last: today }, today)).toBeNull();
  });

  it("says how long the request is and what the limit is", () => {
    expect(refusePeriod({ first: "2025-12-06", last: today }, today)?.message).toMatch(
      /90 dias.*limite é de 31 dias/,
    );
  });
});
