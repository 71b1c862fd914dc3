import { type Cents, formatDecimal } from "@/lib/core/money.ts";

/** Cents as the JSON number that CV takes; two places survive a double unharmed. */
export function toNumber(cents: Cents): number {
  return Number(formatDecimal(cents));
}
