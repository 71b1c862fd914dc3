import { foldText } from "./fold-text.ts";

/** A word that says the distance by itself, as some accounts write it. */
const WORDS: Readonly<Record<string, number>> = {
  mensal: 1,
  mensais: 1,
  bimestral: 2,
  trimestral: 3,
  quadrimestral: 4,
  semestral: 6,
  anual: 12,
  anuais: 12,
};
/** A unit of distance, as it is published, in months; others do not fall on a day of the month. */
const UNITS: Readonly<Record<string, number>> = { mes: 1, meses: 1, ano: 12, anos: 12 };

/**
 * Months between two instalments of a series: CV publishes a unit ("Mês(es)") and how many of it, and
 * some accounts a word ("Semestral") or the bare number of months. null = not known, or not in months.
 */
export function readRhythm(period: string, unit: number | null): number | null {
  // "Mês(es)" is the one or the many.
  const [word = ""] = foldText(period).split(" ");
  const months = Object.hasOwn(UNITS, word) ? UNITS[word] : undefined;
  if (months !== undefined)
    return unit !== null && Number.isInteger(unit) && unit > 0 ? months * unit : null;
  if (Object.hasOwn(WORDS, word)) return WORDS[word] ?? null;
  const bare = /^\d{1,2}$/.test(word) ? Number(word) : 0;
  return bare > 0 ? bare : null;
}
