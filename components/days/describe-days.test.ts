import { expect, test } from "vitest";
import { describeDays } from "./describe-days.ts";
import { describePause } from "./describe-pause.ts";
import { nameDays } from "./name-days.ts";

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

test("days in a row are named as one, and many are shortened", () => {
  expect(nameDays(["2026-11-12", "2026-11-14", "2026-11-15", "2026-11-20"])).toBe(
    "12/11, 14/11 a 15/11 e 20/11",
  );
  const odd = Array.from({ length: 9 }, (_, index) => `2026-11-${11 + 2 * index}`);
  expect(nameDays(odd)).toMatch(/21\/11 e outros$/);
});

test("a pause says since when, what is missing and what will be", () => {
  const days = {
    sentUntil: "2026-11-27",
    missingDays: 1,
    changedDays: 0,
    missing: ["2026-11-28"],
  };
  const pause = {
    at: "2026-11-29T07:14:00.000Z",
    refusedSince: "2026-11-29T07:00:00.000Z",
    nextDay: "2026-11-29",
  };
  expect(describePause({ pause, days }, "America/Sao_Paulo")).toEqual([
    "O parceiro recusa desde 29/11/2026 04:00. Depois de novas tentativas, a integração foi pausada em 29/11/2026 04:14.",
    "Falta 1 dia: 28/11. Depois de ativar, envie o que falta na aba Dias.",
    "Enquanto estiver pausada, faltará também o que vier a partir de 29/11/2026.",
  ]);
  expect(describePause({ pause: null, days }, "America/Sao_Paulo")).toEqual([]);
});
