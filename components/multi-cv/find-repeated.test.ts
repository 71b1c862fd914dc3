import { expect, test } from "vitest";
import type { StepView } from "@/lib/admin/multi-cv/read-reservation.ts";
import { findRepeated, isThrough, spanOf } from "./find-repeated.ts";

const step = (id: number, taskId: number | null, part: Partial<StepView> = {}): StepView => ({
  id,
  flow: "transfer",
  name: `step-${id}`,
  item: "",
  label: "",
  supporting: false,
  status: "done",
  tries: 0,
  taskId,
  nextTryAt: null,
  begunAt: null,
  endedAt: null,
  note: null,
  errorReason: null,
  answer: null,
  ...part,
});

test.each<[string, (number | null)[], number[]]>([
  ["one task did everything", [5, 5, 5], []],
  ["another task went on with what was left", [5, 5, 9], []],
  ["a step was done again and the later ones were not", [5, 9, 5], [2]],
  ["two steps were done again by different tasks", [7, 9, 5], [1, 2]],
  ["the last has not begun", [9, 5, null], [1]],
])("knows repeated steps: %s", (_what, tasks, expected) => {
  const steps = tasks.map((taskId, index) => step(index + 1, taskId));
  expect([...findRepeated(steps)].toSorted((a, b) => a - b)).toEqual(expected);
});

test("a flow is through when nothing of it is open, and its span covers all its steps", () => {
  expect(isThrough([step(1, 1), step(2, 1, { status: "skipped" })])).toBe(true);
  expect(isThrough([step(1, 1), step(2, 1, { status: "stuck" })])).toBe(false);
  expect(
    spanOf([
      step(1, 1, { begunAt: "2026-03-05T12:00:01Z", endedAt: "2026-03-05T12:00:02Z" }),
      step(2, 1, { begunAt: "2026-03-05T12:00:02Z", endedAt: null }),
      step(3, 1, { begunAt: "2026-03-05T12:00:04Z", endedAt: "2026-03-05T12:00:09Z" }),
    ]),
  ).toEqual({ begunAt: "2026-03-05T12:00:01Z", endedAt: "2026-03-05T12:00:09Z" });
});
