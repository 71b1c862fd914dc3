import { describe, expect, test } from "vitest";
import { dueMoment, firstDueDay, hasDays } from "./due-day.ts";
import { daily, daysBack, daysBackRange, everyInterval, onDemand, window } from "./schedule.ts";

const ZONE = "America/Sao_Paulo";
const at = (text: string) => new Date(`${text}-03:00`);

describe("a day", () => {
  test.each([
    ["at the hour of the day after", daily("04:00"), daysBack(1), "2026-03-02T04:00:00"],
    ["at midnight, where that is the hour", daily("00:00"), daysBack(1), "2026-03-02T00:00:00"],
    [
      "as many days later as the rule looks back",
      daily("04:00"),
      daysBack(3),
      "2026-03-04T04:00:00",
    ],
    [
      "at the first hour of a window",
      window(4, "04:00", "20:00"),
      daysBack(2),
      "2026-03-03T04:00:00",
    ],
    [
      "once it is over, where its own day is sent too",
      everyInterval(),
      daysBackRange(3, 0),
      "2026-03-02T01:00:00",
    ],
  ] as const)("is due %s", (_, schedule, period, due) => {
    expect(dueMoment({ schedule, period }, 60, "2026-03-01", ZONE)).toEqual(at(due));
  });

  test.each([
    ["before the hour", "2026-03-10T03:59:00", "2026-03-09"],
    ["at the hour", "2026-03-10T04:00:00", "2026-03-10"],
    ["after the hour", "2026-03-10T23:00:00", "2026-03-10"],
  ])("is the first to be due when an integration is activated %s", (_, now, day) => {
    const rule = { schedule: daily("04:00"), period: daysBack(1) };
    const first = firstDueDay(rule, 60, at(now), ZONE);
    expect(first.day).toBe(day);
    expect(first.at.getTime()).toBeGreaterThan(at(now).getTime());
  });

  test("is accounted for only where past days are sent that stand for themselves", () => {
    const sent = {
      schedule: daily("04:00"),
      period: daysBack(1),
      prepare: () => undefined,
      secondSending: { effect: "replaces" },
    };
    expect(hasDays(sent)).toBe(true);
    expect(hasDays({ ...sent, period: daysBack(0) })).toBe(false);
    expect(hasDays({ ...sent, prepare: undefined })).toBe(false);
    expect(hasDays({ ...sent, secondSending: undefined })).toBe(false);
    expect(hasDays({ ...sent, schedule: onDemand() })).toBe(false);
  });
});
