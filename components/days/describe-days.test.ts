import { expect, test } from "vitest";
import { describeDays } from "./describe-days.ts";

test.each([
  [
    { sentUntil: "2026-11-27", missingDays: 2, changedDays: 1 },
    "Enviado até 27/11 · faltam 2 dias · 1 dia mudou depois",
  ],
  [{ sentUntil: "2026-11-27", missingDays: 0, changedDays: 0 }, "Enviado até 27/11"],
  [{ sentUntil: null, missingDays: 1, changedDays: 0 }, "Falta 1 dia"],
  [{ sentUntil: null, missingDays: 0, changedDays: 0 }, ""],
])("the account is said in a sentence: %j", (sums, sentence) => {
  expect(describeDays(sums)).toBe(sentence);
});
