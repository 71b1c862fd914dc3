import { type Cents, parseCents } from "@/lib/core/money.ts";

/**
 * An amount as a partner wrote it. CV answers "323.000" where either three decimals or a thousands' point
 * may be meant: such a text is not read but carried with both meanings, until a sum decides (see
 * {@link matchAmounts}).
 */
export type Amount = { cents: Cents } | { text: string; asDecimals: Cents; asThousands: Cents };

const THREE_PLACES = /^-?\d{1,3}\.\d{3}$/;
const ENGLISH = /^-?\d{1,3}(?:,\d{3})+\.\d{1,2}$/;
const MANY_POINTS = /^-?\d{1,3}(?:\.\d{3}){2,4}$/;

/** Reads a number or a text ("17000.00", "500000,00", "1.234,56", "R$ 10,00"); null when it is no amount. */
export function readAmount(value: unknown): Amount | null {
  // JSON numbers carry no thousands' point: 333.333 is three decimals. Exponents are no money.
  if (typeof value === "number") return asCents(parseCents(String(value)));
  if (typeof value !== "string") return null;
  const text = value.replace(/^\s*R\$\s*/, "").trim();
  if (ENGLISH.test(text)) return asCents(parseCents(text.replaceAll(",", "")));
  if (MANY_POINTS.test(text)) return asCents(parseCents(text.replaceAll(".", "")));
  const plain = asCents(parseCents(text));
  if (!THREE_PLACES.test(text) || !plain || !("cents" in plain)) return plain;
  const asThousands = Number(text.replace(".", "")) * 100;
  return asThousands === plain.cents ? plain : { text, asDecimals: plain.cents, asThousands };
}

function asCents(cents: Cents | null): Amount | null {
  return cents === null ? null : { cents };
}

/** Whether a person or a sum must say what the partner meant. */
export function isAmbiguous(amount: Amount): boolean {
  return !("cents" in amount);
}

/** A part of a sum: an amount that occurs so many times. */
export interface Part {
  amount: Amount;
  times: number;
}

const READINGS = ["asDecimals", "asThousands"] as const;
const centsAs = (amount: Amount, reading: (typeof READINGS)[number]) =>
  "cents" in amount ? amount.cents : amount[reading];

/**
 * Settles a total and its parts with each other: one tenant writes all of its amounts the same way, so all
 * ambiguous ones are read alike, and only the reading whose sum is exact counts. Null when none or both fit:
 * then nothing is guessed.
 */
export function matchAmounts(
  total: Amount,
  parts: readonly Part[],
): { total: Cents; parts: Cents[] } | null {
  const fitting = READINGS.map((reading) => ({
    total: centsAs(total, reading),
    parts: parts.map(({ amount }) => centsAs(amount, reading)),
  })).filter(
    (read) =>
      read.parts.reduce((sum, cents, index) => sum + cents * (parts[index]?.times ?? 1), 0) ===
      read.total,
  );
  const [first, second] = fitting;
  if (!first || (second && second.total !== first.total)) return null;
  return first;
}

/** The cents of an amount that stands alone; null when it is ambiguous. */
export function certainCents(amount: Amount | null): Cents | null {
  return amount && "cents" in amount ? amount.cents : null;
}
