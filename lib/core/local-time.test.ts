import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, it } from "vitest";
import { formatOffset, localClock } from "./local-time.ts";

const ZONES = [
  "America/Sao_Paulo",
  "America/New_York",
  "Europe/Lisbon",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "UTC",
];
const clocks = new Map(ZONES.map((zone) => [zone, localClock(zone)]));

it("reads the same wall clock as the calendar library, whatever was asked before", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2030, 0, 1) }),
      (zone, time) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone);
        expect(clocks.get(zone)!(new Date(time))).toEqual({
          day: expected.toPlainDate().toString(),
          time: expected.toPlainTime().toString({ smallestUnit: "second" }),
          offsetMinutes: expected.offsetNanoseconds / 60e9,
        });
      },
    ),
    { numRuns: 1_000 },
  );
});

it.each([
  ["2026-03-08T06:59:59Z", "01:59:59", -300],
  ["2026-03-08T07:00:00Z", "03:00:00", -240],
  ["2026-11-01T05:59:59Z", "01:59:59", -240],
  ["2026-11-01T06:00:00Z", "01:00:00", -300],
])("changes with the clocks to the second: %s", (at, time, offsetMinutes) => {
  expect(localClock("America/New_York")(new Date(at))).toMatchObject({ time, offsetMinutes });
});

it.each([
  [-180, "-0300"],
  [0, "+0000"],
  [345, "+0545"],
  [-30, "-0030"],
  [-210, "-0330"],
])("writes the offset %i as %s", (minutes, text) => expect(formatOffset(minutes)).toBe(text));
