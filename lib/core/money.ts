/** Money is whole cents everywhere in the hub: sums are exact and never rounded twice. */
export type Cents = number;

/** Reads "1234.56", "1234,56" or "1.234,56" into cents without a float in between; null when it is no amount. */
export function parseCents(text: string): Cents | null {
  const clean = text.trim().includes(",") ? text.trim().replace(/\./g, "").replace(",", ".") : text.trim();
  const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(clean);
  if (!match) return null;
  const fraction = (match[3] ?? "").padEnd(3, "0");
  const cents = Number(match[2]) * 100 + Number(fraction.slice(0, 2)) + (Number(fraction[2]) >= 5 ? 1 : 0);
  return match[1] ? -cents : cents;
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
  return String(Number(quantity.toFixed(4)));
}

/**
 * Spreads `difference` cents over amounts so that their sum moves by exactly that much: the largest
 * amount takes it, since there a cent distorts least.
 */
export function spreadDifference(amounts: readonly Cents[], difference: Cents): Cents[] {
  if (difference === 0 || amounts.length === 0) return [...amounts];
  const largest = amounts.reduce((best, amount, index) => (amount > (amounts[best] ?? 0) ? index : best), 0);
  return amounts.map((amount, index) => (index === largest ? amount + difference : amount));
}
