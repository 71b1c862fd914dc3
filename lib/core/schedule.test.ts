import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  daily,
  dailyAt,
  daysBack,
  daysBackRange,
  describeSchedule,
  dueSlots,
  everyInterval,
  everyMinutes,
  everyMinutesOf,
  fitSchedule,
  isHour,
  type MissedRule,
  moveToHour,
  nextRun,
  periodOf,
  type ScheduleRule,
  window,
} from "./schedule.ts";

const ZONES = [
  "America/Sao_Paulo",
  "America/New_York",
  "Europe/Lisbon",
  "Australia/Lord_Howe",
  "UTC",
] as const;
const zone = fc.constantFrom(...ZONES);
/** Two years from 2025 on, so that every change of clocks is inside. */
const instant = fc
  .integer({ min: 0, max: 2 * 365 * 86_400 })
  .map((seconds) => new Date(Date.UTC(2025, 0, 1) + seconds * 1000));
const hour = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
const calendarRule: fc.Arbitrary<ScheduleRule> = fc.oneof(
  hour.map(daily),
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), hour, hour)
    .map(([every, a, b]) => window(every, a < b ? a : b, a < b ? b : a)),
);
const rule = fc.oneof(
  calendarRule,
  fc.constant(everyInterval()),
  fc.integer({ min: 1, max: 1_440 }).map(everyMinutes),
);
const interval = fc.integer({ min: 1, max: 44_640 });
const wall = (at: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
const clockOf = (at: Date, timeZone: string) =>
  wall(at, timeZone).toPlainTime().toString().slice(0, 5);

describe("the next run", () => {
  it("is strictly after the moment asked about", () => {
    fc.assert(
      fc.property(
        rule,
        interval,
        instant,
        zone,
        (one, minutes, after, timeZone) =>
          void expect(nextRun(one, minutes, after, timeZone).getTime()).toBeGreaterThan(
            after.getTime(),
          ),
      ),
    );
  });

  it("of a daily rule is at its hour on the wall, once a day, whatever the clocks do", () => {
    fc.assert(
      fc.property(hour, instant, zone, (at, from, timeZone) => {
        let slot = nextRun(daily(at), 60, from, timeZone);
        for (let count = 0; count < 5; count++) {
          const next = nextRun(daily(at), 60, slot, timeZone);
          expect(
            wall(slot, timeZone).toPlainDate().until(wall(next, timeZone).toPlainDate()).days,
          ).toBe(1);
          // Only an hour that does not exist on that day may read otherwise.
          const expected = wall(next, timeZone)
            .toPlainDate()
            .toZonedDateTime({ timeZone, plainTime: at });
          expect(next.getTime()).toBe(expected.epochMilliseconds);
          slot = next;
        }
      }),
    );
  });

  it.each([
    [
      "skipped by New York's spring",
      daily("02:30"),
      "2026-03-07T23:00:00Z",
      "America/New_York",
      "2026-03-08T07:30:00.000Z",
      "03:30",
    ],
    [
      "doubled by New York's autumn: the first",
      daily("01:30"),
      "2026-11-01T04:00:00Z",
      "America/New_York",
      "2026-11-01T05:30:00.000Z",
      "01:30",
    ],
    [
      "doubled by New York's autumn: not again",
      daily("01:30"),
      "2026-11-01T05:30:00Z",
      "America/New_York",
      "2026-11-02T06:30:00.000Z",
      "01:30",
    ],
    [
      "skipped by Lisbon's spring",
      daily("01:15"),
      "2026-03-29T00:30:00Z",
      "Europe/Lisbon",
      "2026-03-29T01:15:00.000Z",
      "02:15",
    ],
    [
      "in Lisbon after the change",
      daily("04:00"),
      "2026-03-29T02:00:00Z",
      "Europe/Lisbon",
      "2026-03-29T03:00:00.000Z",
      "04:00",
    ],
    [
      "in São Paulo, which has no summer time any more",
      daily("02:00"),
      "2026-10-18T00:00:00Z",
      "America/Sao_Paulo",
      "2026-10-18T05:00:00.000Z",
      "02:00",
    ],
  ] as const)("at an hour %s", (_what, one, after, timeZone, expected, reads) => {
    const next = nextRun(one, 60, new Date(after), timeZone);
    expect(next.toISOString()).toBe(expected);
    expect(clockOf(next, timeZone)).toBe(reads);
  });

  it("of a window visits each hour, both ends included, and goes on the next day", () => {
    const hours: string[] = [];
    let at = new Date("2026-03-05T03:00:00Z");
    for (let count = 0; count < 6; count++) {
      at = nextRun(window(4, "04:00", "20:00"), 60, at, "America/Sao_Paulo");
      hours.push(clockOf(at, "America/Sao_Paulo"));
    }
    expect(hours).toEqual(["04:00", "08:00", "12:00", "16:00", "20:00", "04:00"]);
  });

  it("of an interval is that many minutes later, also over a change of clocks", () => {
    expect(
      nextRun(
        everyInterval(),
        90,
        new Date("2026-03-08T06:30:00Z"),
        "America/New_York",
      ).toISOString(),
    ).toBe("2026-03-08T08:00:00.000Z");
    expect(
      nextRun(
        everyMinutes(30),
        90,
        new Date("2026-03-08T06:30:00Z"),
        "America/New_York",
      ).toISOString(),
    ).toBe("2026-03-08T07:00:00.000Z");
  });

  it("says so when a window has no hour in it", () => {
    expect(() => nextRun(window(4, "20:00", "04:00"), 60, new Date(), "UTC")).toThrow(RangeError);
  });
});

describe("slots that are due", () => {
  /** Every slot up to `now`, found one by one. */
  const walk = (one: ScheduleRule, minutes: number, due: Date, now: Date, timeZone: string) => {
    const slots: Date[] = [];
    let at = due;
    for (; at <= now; at = nextRun(one, minutes, at, timeZone)) slots.push(at);
    return { slots, next: at };
  };
  const situation = fc.record({
    one: rule,
    minutes: interval,
    from: instant,
    lateMinutes: fc.integer({ min: -60, max: 3_000 }),
    timeZone: zone,
  });
  const settle = ({
    one,
    minutes,
    from,
    lateMinutes,
    timeZone,
  }: {
    one: ScheduleRule;
    minutes: number;
    from: Date;
    lateMinutes: number;
    timeZone: string;
  }) => {
    const due = nextRun(one, minutes, from, timeZone);
    return { due, now: new Date(due.getTime() + lateMinutes * 60_000) };
  };

  it("under “all” are every slot once, in order, however few come at a time", () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: 1, max: 7 }), (given, limit) => {
        const { due, now } = settle(given);
        const expected = walk(given.one, given.minutes, due, now, given.timeZone);
        // Against nothing but the walk: chunk after chunk, as the clock does.
        const seen: Date[] = [];
        let next = due;
        while (next <= now) {
          const chunk = dueSlots(given.one, given.minutes, next, now, given.timeZone, "all", limit);
          expect(chunk.slots.length).toBeGreaterThan(0);
          expect(chunk.slots.length).toBeLessThanOrEqual(limit);
          seen.push(...chunk.slots);
          next = chunk.next;
        }
        expect(seen).toEqual(expected.slots);
        expect(next).toEqual(expected.next);
      }),
      { numRuns: 200 },
    );
  });

  it("under “last” are the newest alone, and under “skip” none when some were missed", () => {
    fc.assert(
      fc.property(situation, fc.constantFrom<MissedRule>("last", "skip"), (given, missed) => {
        const { due, now } = settle(given);
        const expected = walk(given.one, given.minutes, due, now, given.timeZone);
        const kept = missed === "skip" && expected.slots.length > 1 ? [] : expected.slots.slice(-1);
        expect(dueSlots(given.one, given.minutes, due, now, given.timeZone, missed)).toEqual({
          slots: kept,
          next: expected.next,
        });
      }),
      { numRuns: 200 },
    );
  });

  it.each<MissedRule>(["last", "all", "skip"])(
    "before the time has come are none under “%s”",
    (missed) => {
      const due = new Date("2026-03-05T05:00:00Z");
      expect(
        dueSlots(daily("02:00"), 60, due, new Date(due.getTime() - 1), "America/Sao_Paulo", missed),
      ).toEqual({ slots: [], next: due });
    },
  );

  it("after a year without a process do not flood the queue", () => {
    const due = new Date("2025-01-01T00:00:00Z");
    const now = new Date("2026-01-01T00:00:00Z");
    expect(dueSlots(everyMinutes(1), 60, due, now, "UTC", "all").slots).toHaveLength(100);
    expect(dueSlots(everyMinutes(1), 60, due, now, "UTC", "last")).toEqual({
      slots: [now],
      next: new Date("2026-01-01T00:01:00Z"),
    });
  });
});

describe("the period of a run", () => {
  it("counts back from the day it was due on the organization's calendar", () => {
    const due = new Date("2026-03-06T02:00:00Z");
    expect(periodOf(daysBack(1), due, "America/Sao_Paulo")).toEqual({
      first: "2026-03-04",
      last: "2026-03-04",
    });
    expect(periodOf(daysBack(1), due, "UTC")).toEqual({ first: "2026-03-05", last: "2026-03-05" });
    expect(periodOf(daysBackRange(7, 1), due, "America/Sao_Paulo")).toEqual({
      first: "2026-02-26",
      last: "2026-03-04",
    });
  });
});

it("is told in words", () => {
  expect(
    [
      everyInterval(),
      everyMinutes(30),
      everyMinutes(60),
      everyMinutes(720),
      daily("02:00"),
      window(4, "04:00", "20:00"),
    ].map((one) => describeSchedule(one, 15)),
  ).toEqual([
    "a cada 15 min",
    "a cada 30 min",
    "de hora em hora",
    "a cada 12 h",
    "todos os dias às 02:00",
    "a cada 4 h, das 04:00 às 20:00",
  ]);
});

describe("an interval that is a setting", () => {
  const rule = everyMinutesOf({ key: "intervalo", defaultValue: "60" });
  const of = (value: string) => fitSchedule(rule, new Map([["intervalo", value]]));

  it("is the integration's own within its bounds, or else the default", () => {
    expect(
      ["5", "0015", "1440", "", "4", "1441", "7.5", "1e2", "-60", "abc", "9".repeat(30)].map(
        (value) =>
          [value, of(value)].map((one) =>
            typeof one === "object" && one.kind === "every" ? one.minutes : one,
          ),
      ),
    ).toEqual([
      ["5", 5],
      ["0015", 15],
      ["1440", 1_440],
      ["", 60],
      ["4", 60],
      ["1441", 60],
      ["7.5", 60],
      ["1e2", 60],
      ["-60", 60],
      ["abc", 60],
      ["9".repeat(30), 60],
    ]);
    expect(fitSchedule(rule, new Map())).toEqual(rule);
    expect(fitSchedule(everyMinutes(30), new Map([["intervalo", "15"]]))).toEqual(everyMinutes(30));
    expect([describeSchedule(rule, 15), describeSchedule(of("90"), 15)]).toEqual([
      "de hora em hora (ajustável)",
      "a cada 90 min (ajustável)",
    ]);
  });
});

describe("an hour that is a setting", () => {
  const rule = dailyAt({ key: "horario", defaultValue: "02:00" });
  const at = (value: string) => fitSchedule(rule, new Map([["horario", value]]));

  it("is the integration's own, or else the default", () => {
    expect(
      [at("15:30"), at(""), at("25:00"), fitSchedule(rule, new Map())].map(
        (one) => one.kind === "daily" && one.at,
      ),
    ).toEqual(["15:30", "02:00", "02:00", "02:00"]);
    expect(fitSchedule(daily("04:00"), new Map([["horario", "15:30"]]))).toEqual(daily("04:00"));
    expect([describeSchedule(rule, 60), describeSchedule(at("15:30"), 60)]).toEqual([
      "todos os dias às 02:00 (ajustável)",
      "todos os dias às 15:30 (ajustável)",
    ]);
  });

  it.each(["00:00", "09:59", "23:59"])("%s is an hour", (text) => expect(isHour(text)).toBe(true));
  it.each(["", "24:00", "23:60", "2:00", "02h00", "02:00:00", " 02:00", "０２:00"])(
    "%j is none",
    (text) => expect(isHour(text)).toBe(false),
  );

  it("moved at any moment gives each day one run, whatever the clocks do", () => {
    fc.assert(
      fc.property(
        hour,
        hour,
        instant,
        fc.integer({ min: -3_000, max: 3_000 }),
        zone,
        (before, after, from, minutes, timeZone) => {
          const planned = nextRun(daily(before), 60, from, timeZone);
          const now = new Date(planned.getTime() + minutes * 60_000);
          const moved = moveToHour({ kind: "daily", at: after }, planned, now, timeZone);
          const day = (one: Date) => wall(one, timeZone).toPlainDate();
          expect(day(moved).equals(day(planned))).toBe(true);
          // What was still to come is not run at once because of a save.
          if (planned > now) expect(moved.getTime()).toBeGreaterThan(now.getTime());
          expect(day(moved).until(day(nextRun(daily(after), 60, moved, timeZone))).days).toBe(1);
        },
      ),
    );
  });
});
