import { expect, test } from "vitest";
import { describeUndone } from "./describe-undone.ts";

const say = (count: number) =>
  describeUndone(
    Array.from({ length: count }, (_, at) => String(at + 1)),
    "cupom",
    "cupons",
  );

test("names ten, and counts the others", () => {
  expect(say(1)).toBe("1 cupom (nº 1)");
  expect(say(2)).toBe("2 cupons (nº 1, nº 2)");
  expect(say(10)).toMatch(/^10 cupons \(.*nº 10\)$/);
  expect(say(11)).toMatch(/nº 10 e mais 1 outro\)$/);
  expect(say(1200)).toMatch(/^1\.200 cupons \(.*nº 10 e mais 1\.190 outros\)$/);
});
