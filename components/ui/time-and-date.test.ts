import { describe, expect, it } from "vitest";
import { maskDay } from "./date-field.tsx";
import { formatRelative } from "./relative-time.tsx";

const now = new Date("2026-05-03T12:00:00Z");
const at = (seconds: number) => formatRelative(new Date(now.getTime() + seconds * 1000), now);

describe("relative time", () => {
  it.each([
    [-3, "agora"],
    [4, "agora"],
    [-45, "há 45 segundos"],
    [-90, "há 1 minuto"],
    [-3599, "há 59 minutos"],
    [7200, "em 2 horas"],
    [-86_400, "ontem"],
    [-40 * 86_400, "mês passado"],
    [-800 * 86_400, "há 2 anos"],
  ])("tells %i seconds as %s", (seconds, words) => {
    expect(at(seconds)).toBe(words);
  });

  it.each([
    [-1500, "há 25 min"],
    [840, "em 14 min"],
    [-30, "há 30 seg"],
    [10_800, "em 3 h"],
  ])("tells %i seconds in short as %s, without a dot", (seconds, words) => {
    expect(formatRelative(new Date(now.getTime() + seconds * 1000), now, "short")).toBe(words);
  });
});

describe("a typed day", () => {
  it.each([
    ["1", "1"],
    ["1511", "15/11"],
    ["15112026", "15/11/2026"],
    ["15/11/2026", "15/11/2026"],
    ["2026-11-15", "15/11/2026"],
    ["15.11.2026999", "15/11/2026"],
    ["abc", ""],
  ])("shows %s as %s", (typed, shown) => {
    expect(maskDay(typed)).toBe(shown);
  });
});
