/** Money is whole cents everywhere in the hub: sums are exact and never rounded twice. */
export type Cents = number;

/**
 * A point groups thousands only in front of a decimal comma and every three digits: "1,234.56" must
 * not be read as 1.23.
 */
const AMOUNT = /^(-?)(\d{1,13}|\d{1,3}(?:\.\d{3}){1,4}(?=,))(?:[.,](\d+))?$/;

/**
 * Reads "1234.56", "1234,56" or "1.234,56" into cents without a float in between, half a cent
 * upwards; null when it is no amount.
 */
export function parseCents(text: string): Cents | null {
  const match = AMOUNT.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const places = fraction.padEnd(3, "0");
  const cents =
    Number(whole.replaceAll(".", "")) * 100 +
    Number(places.slice(0, 2)) +
    (Number(places[2]) >= 5 ? 1 : 0);
  return sign && cents !== 0 ? -cents : cents;
}

/** Whole cents of a product of cents, half a cent upwards however the float came out. */
export function roundCents(cents: number): Cents {
  return Math.round(cents + 1e-6);
}

/** "1234.56": a decimal point and two places, as most partners want it. */
export function formatDecimal(cents: Cents): string {
  const absolute = Math.abs(cents);
  const text = `${Math.floor(absolute / 100)}.${String(absolute % 100).padStart(2, "0")}`;
  return cents < 0 ? `-${text}` : text;
}

const REAIS = new Intl.NumberFormat("pt-BR", { style: "currency", currency: "BRL" });

/** "R$ 1.234,56", for the screen. */
export function formatReais(cents: Cents): string {
  return REAIS.format(cents / 100);
}

/** A quantity with up to four places and a decimal point, without trailing zeros. */
export function formatQuantity(quantity: number): string {
  return Number.isInteger(quantity) ? String(quantity) : String(Number(quantity.toFixed(4)));
}

/**
 * Spreads `difference` cents over amounts so that their sum moves by exactly that much: the largest
 * amount takes it, since there a cent distorts least. What it cannot give without falling below zero,
 * the next largest gives; only when all together are too little does the largest go below.
 */
export function spreadDifference(amounts: readonly Cents[], difference: Cents): Cents[] {
  const spread = [...amounts];
  const order = [...spread.keys()].sort((a, b) => (amounts[b] ?? 0) - (amounts[a] ?? 0) || a - b);
  let left = difference;
  for (const index of order) {
    const amount = spread[index] ?? 0;
    const share = left < 0 ? Math.min(0, Math.max(left, -amount)) : left;
    spread[index] = amount + share;
    left -= share;
  }
  const [largest] = order;
  if (largest !== undefined) spread[largest] = (spread[largest] ?? 0) + left;
  return spread;
}
