import { someText } from "../wire/tolerant-shapes.ts";

const WORDS: ReadonlyArray<[start: RegExp, letter: "C" | "P" | "E"]> = [
  [/^comiss/i, "C"],
  [/^pr[eê]mio/i, "P"],
  [/^extra/i, "E"],
];

/** A commission's kind as its letter: some accounts show "C", others "Comissão"; any other text stays. */
export const commissionKind = someText.transform(
  (text) => WORDS.find(([start]) => start.test(text))?.[1] ?? text.toUpperCase(),
);
