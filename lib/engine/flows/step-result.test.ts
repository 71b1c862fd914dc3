import { expect, test } from "vitest";
import { done, type Step, type StepContext } from "./define-flow.ts";

const find: Step<{ unitId: number }> = {
  name: "find",
  label: "Encontrar",
  system: "enlace",
  run: async () => done({ unitId: 7 }),
};

test("a later step gets the type of the result that the step itself declares", async () => {
  const resultOf: StepContext["resultOf"] = () => null;
  const unitId: number | undefined = resultOf(find)?.unitId;
  // @ts-expect-error the step leaves no such value
  const typo: number | undefined = resultOf(find)?.unit;
  expect([unitId, typo]).toEqual([undefined, undefined]);
});
