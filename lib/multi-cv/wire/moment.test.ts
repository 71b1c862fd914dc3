import { expect, test } from "vitest";
import { readDay, readMoment, toBrazilianDay } from "./moment.ts";

test.each([
  ["2026-09-01", "2026-09-01T03:00:00.000Z"],
  ["2026-09-01 10:12:44", "2026-09-01T13:12:44.000Z"],
  ["01/09/2026", "2026-09-01T03:00:00.000Z"],
  ["01/09/2026 10:12", "2026-09-01T13:12:00.000Z"],
  ["2026-09-01T10:12:44Z", "2026-09-01T10:12:44.000Z"],
  ["2026-09-01T10:12:44.123-0300", "2026-09-01T13:12:44.000Z"],
])("%s is a moment at UTC-3 unless it says otherwise", (text, iso) => {
  expect(readMoment(text)?.toISOString()).toBe(iso);
});

test("PHP's date objects say their zone", () => {
  expect(
    readMoment({
      date: "2026-09-01 10:00:00.000000",
      timezone_type: 3,
      timezone: "America/Recife",
    })?.toISOString(),
  ).toBe("2026-09-01T13:00:00.000Z");
  expect(
    readMoment({
      date: "2026-09-01 10:00:00.000000",
      timezone_type: 3,
      timezone: "UTC",
    })?.toISOString(),
  ).toBe("2026-09-01T10:00:00.000Z");
});

test.each(["", "0000-00-00", "2026-02-31", "31/02/2026", "amanhã", null, 5])(
  "%s is no date",
  (value) => {
    expect(readMoment(value)).toBeNull();
  },
);

test("a day is the partner's day, and goes back as it came", () => {
  expect(readDay("2026-09-01 23:30:00")).toBe("2026-09-01");
  expect(readDay("2026-09-02T01:00:00Z")).toBe("2026-09-01");
  expect(toBrazilianDay("2026-10-09")).toBe("09/10/2026");
});
