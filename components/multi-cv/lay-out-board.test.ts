import { describe, expect, test } from "vitest";
import { layOutNarrow, layOutWide } from "./lay-out-board.ts";

describe.each([
  ["wide", layOutWide],
  ["narrow", layOutNarrow],
])("the %s drawing", (_, layOut) => {
  test("grows with its terminals and never overlaps", () => {
    const shape = layOut(4, 2);
    const boxes = shape.terminals.map(({ box }) => box);
    expect(boxes).toHaveLength(4);
    expect(
      boxes.every(
        ({ y }, index) => index === 0 || y >= boxes[index - 1]!.y + boxes[index - 1]!.height,
      ),
    ).toBe(true);
    expect(shape.erp[1]!.y).toBeGreaterThan(shape.erp[0]!.y + shape.erp[0]!.height);
    const lowest = Math.max(...[...boxes, ...shape.erp].map(({ y, height }) => y + height));
    expect(lowest).toBeLessThanOrEqual(shape.height);
  });
});

test("the wide drawing ends with its last terminal and has a row without any", () => {
  const shape = layOutWide(4, 1);
  const last = shape.terminals.at(-1)!.box;
  expect(last.y + last.height).toBe(shape.height);
  expect(layOutWide(0, 1).terminals).toHaveLength(1);
});
