import { describe, expect, test } from "vitest";
import { type OpenDay, planDays, type PlanRule } from "./plan-days.ts";

const ALL = [1, 2, 3];
const rule = (more: Partial<PlanRule> = {}): PlanRule => ({
  maxDays: 31,
  branchIds: ALL,
  secondSending: { effect: "replaces", certainty: "published" },
  filePerBranch: false,
  changed: false,
  off: false,
  ...more,
});
const day = (
  name: string,
  state: OpenDay["state"],
  branchIds: readonly number[] = ALL,
): OpenDay[] => branchIds.map((branchId) => ({ branchId, day: `2026-03-${name}`, state }));
const periods = (days: OpenDay[], more: Partial<PlanRule> = {}) =>
  planDays(days, rule(more)).runs.map(
    ({ first, last, branchIds }) =>
      `${first.slice(8)}-${last.slice(8)}${branchIds ? `:${branchIds}` : ""}`,
  );

describe("a plan", () => {
  test("joins days in a row that all branches lack, up to the longest period", () => {
    const days = [...day("01", "missing"), ...day("02", "missing"), ...day("04", "missing")];
    expect(periods(days)).toEqual(["01-02", "04-04"]);
    expect(periods(days, { maxDays: 1 })).toEqual(["01-01", "02-02", "04-04"]);
  });

  test("leaves out what the partner has, what is not expected, and branches no longer sent", () => {
    const days = [
      ...day("01", "accepted"),
      ...day("02", "sent"),
      ...day("03", "empty"),
      ...day("04", "refused"),
      ...day("05", "waiting"),
      ...day("06", "off"),
      ...day("07", "changed"),
      ...day("08", "missing", [9]),
    ];
    expect(planDays(days, rule())).toEqual({ runs: [], leftOut: [] });
    expect(periods(days, { off: true, changed: true })).toEqual(["06-07"]);
  });

  test("sends again what changed only to a partner that makes the best of it", () => {
    const days = day("01", "changed");
    for (const [effect, sent] of [
      ["replaces", 1],
      ["adds_difference", 1],
      ["refuses", 0],
    ] as const)
      expect(
        periods(days, { changed: true, secondSending: { effect, certainty: "assumed" } }),
      ).toHaveLength(sent);
    expect(periods(days, { changed: true, secondSending: { effect: "unknown" } })).toEqual([]);
    expect(periods(days, { changed: true, secondSending: undefined })).toEqual([]);
  });

  test("of a day that some branches lack sends those, the whole, or nothing, as the partner takes it", () => {
    const days = [...day("01", "accepted", [1]), ...day("01", "missing", [2, 3])];
    expect(periods(days, { filePerBranch: true })).toEqual(["01-01:2,3"]);
    expect(
      periods(days, { secondSending: { effect: "adds_difference", certainty: "assumed" } }),
    ).toEqual(["01-01:2,3"]);
    expect(periods(days)).toEqual(["01-01"]);
    const unsure = planDays(days, rule({ secondSending: { effect: "unknown" } }));
    expect(unsure).toEqual({ runs: [], leftOut: [{ day: "2026-03-01", why: "again" }] });
  });

  test("of one branch goes by how the others stand", () => {
    const days = [...day("01", "accepted", [1]), ...day("01", "missing", [2, 3])];
    expect(periods(days, { branchId: 2, filePerBranch: true })).toEqual(["01-01:2"]);
    expect(periods(days, { branchId: 1, filePerBranch: true })).toEqual([]);
    const unsure = planDays(days, rule({ branchId: 2, secondSending: { effect: "unknown" } }));
    expect(unsure.leftOut).toEqual([{ day: "2026-03-01", why: "again" }]);
  });

  test("keeps away from a day that a task is sending", () => {
    const days = [...day("01", "pending", [1]), ...day("01", "missing", [2, 3])];
    expect(planDays(days, rule())).toEqual({
      runs: [],
      leftOut: [{ day: "2026-03-01", why: "running" }],
    });
  });
});
