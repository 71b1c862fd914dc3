import { describe, expect, test } from "vitest";
import type { BoardLane, BoardPlace } from "@/lib/admin/multi-cv/flow-board.ts";
import { daysUntil, judgeLane, judgePlace, describeLane } from "./judge-board.ts";

const place = (part: Partial<BoardPlace> = {}): BoardPlace => ({
  id: 1,
  name: "Terminal A",
  host: "a.test",
  paused: false,
  lastOkAt: "2026-11-20T10:00:00.000Z",
  lastErrorAt: null,
  lastError: null,
  validUntil: null,
  quota: null,
  ...part,
});
const lane = (part: Partial<BoardLane> = {}): BoardLane => ({
  waiting: 0,
  running: 0,
  stuck: 0,
  held: 0,
  oldestAt: null,
  ...part,
});

describe("a system of the drawing", () => {
  test.each([
    ["without a row", { id: null }, "missing"],
    [
      "paused by a person, whatever else",
      { paused: true, lastErrorAt: "2026-11-21T10:00:00.000Z" },
      "paused",
    ],
    ["failing since its last success", { lastErrorAt: "2026-11-20T11:00:00.000Z" }, "failing"],
    ["well again after a failure", { lastErrorAt: "2026-11-20T09:00:00.000Z" }, "well"],
    ["never asked", { lastOkAt: null }, "unknown"],
    [
      "failing from the first call",
      { lastOkAt: null, lastErrorAt: "2026-11-20T09:00:00.000Z" },
      "failing",
    ],
    ["with a token that ends in a fortnight", { validUntil: "2026-12-04" }, "expiring"],
    ["with a token that ends later", { validUntil: "2026-12-05" }, "well"],
    ["with a token that has ended", { validUntil: "2026-11-01" }, "expiring"],
  ] as const)("%s", (_, part, health) => {
    expect(judgePlace(place(part), "2026-11-20")).toBe(health);
  });

  test("days are counted over the end of a month", () =>
    expect([daysUntil("2026-12-01", "2026-11-30"), daysUntil("2026-11-29", "2026-11-30")]).toEqual([
      1, -1,
    ]));
});

describe("a lane", () => {
  test("tells what needs a person first", () => {
    expect(describeLane(lane({ waiting: 3, running: 1, stuck: 1, held: 2 }))).toBe(
      "1 com erro · 2 bloqueadas · 1 processando · 3 na fila",
    );
    expect(describeLane(lane())).toBe("em dia");
  });

  test("alarms only for what waits for a person", () => {
    expect(
      [lane(), lane({ waiting: 9 }), lane({ held: 1 }), lane({ stuck: 1 })].map(judgeLane),
    ).toEqual(["calm", "moving", "alarm", "alarm"]);
  });
});
