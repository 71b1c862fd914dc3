import { isCpf, isGtin } from "@/lib/core/documents.ts";
import { formatOffset, type LocalTime } from "@/lib/core/local-time.ts";
import type { Cents } from "@/lib/core/money.ts";

/** Cents as a JSON number in reais: two places are exact again once the reader rounds to cents. */
export const reais = (cents: Cents): number => cents / 100;

/** Up to four places, without the noise of a float. */
export const quantityOf = (quantity: number): number => Number(quantity.toFixed(4));

/**
 * Control characters and breaks as one blank: no partner expects them, and many readers stumble
 * over them. Half a character of two is dropped.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\ufeff\ufffd]+/gu, " ")
    .trim();
}

/**
 * A GTIN that a partner can know: in-store codes (they begin with 2) and wrong digits go as none,
 * with the product's own code beside.
 */
export function gtinOrNull(ean: string): string | null {
  return isGtin(ean) && !(ean.length === 13 && ean.startsWith("2")) ? ean : null;
}

/** 13 digits that begin with 1; "ISENTO" and the like are none. */
export const registrationOrNull = (registration: string): string | null =>
  /^1\d{12}$/.test(registration) ? registration : null;

export const cpfOrNull = (document: string): string | null => (isCpf(document) ? document : null);

/** Store time with its offset: 2026-03-05T10:45:10-03:00. */
export function localMoment(local: LocalTime): string {
  const offset = formatOffset(local.offsetMinutes);
  return `${local.day}T${local.time}${offset.slice(0, 3)}:${offset.slice(3)}`;
}
