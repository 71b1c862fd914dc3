import { expect, test } from "vitest";
import { readRhythm } from "./read-rhythm.ts";

test.each([
  ["Mês(es)", 1, 1],
  ["Mês(es)", 6, 6],
  ["mes(es)", 12, 12],
  ["Ano(s)", 1, 12],
  ["Mensal", null, 1],
  ["SEMESTRAL", null, 6],
  ["3", null, 3],
  ["Mês(es)", null, null],
  ["Mês(es)", 0, null],
  ["Mês(es)", 1.5, null],
  ["Dia(s)", 30, null],
  ["única", 1, null],
  ["", null, null],
  ["constructor", 1, null],
])("“%s” with %s is a payment every %s months", (period, unit, months) => {
  expect(readRhythm(period, unit)).toBe(months);
});
