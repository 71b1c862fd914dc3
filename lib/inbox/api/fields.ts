import { z } from "zod";
import { cleanText } from "@/lib/core/clean-text.ts";
import { cleanDocument, cleanDocumentKey } from "@/lib/core/documents.ts";
import { roundCents } from "@/lib/core/money.ts";
import { isMoment } from "@/lib/core/period.ts";

/** Text that Postgres can hold and a screen can show on one line. */
export const line = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => cleanText(text) === text && !/[\t\n\r]/.test(text))
    .transform((text) => text.trim());
export const required = (most: number) => line(most).refine((text) => text !== "");
/** The key of a document of its own, and the one it undoes, which may be missing. */
export const documentKey = required(120).transform(cleanDocumentKey);
export const originalKey = line(120).default("").transform(cleanDocumentKey);

/** The mark may be one of decimals or of thousands: 1.500 is 1,5 or 1500. */
const AMBIGUOUS = /^-?[1-9]\d{0,2}[.,]\d{3}$/;

/**
 * 12.34 or "12.34" or "12,34", never negative. Text has no marks of thousands: "1.234,56" is what a
 * screen shows and not what a program sends.
 */
export const amount = reais(2).transform(roundCents);

/** The price or cost of one unit, in cents with all their places: rounded after the multiplication. */
export const unitAmount = reais(10);

/** Cents of a number or its text with at most so many places that say something. */
function reais(places: number) {
  return plainDecimal()
    .refine((value) => value >= 0 && value <= 9_999_999_999.99 && hasPlaces(value, places))
    .transform((value) => value * 100);
}

/** Whether a number has no more decimal places; what a float adds to 0.1 + 0.2 is none. */
function hasPlaces(value: number, places: number): boolean {
  const scaled = value * 10 ** places;
  return Math.abs(scaled - Math.round(scaled)) < Math.max(1e-6, Math.abs(scaled) * 1e-12);
}

/** A number or its text, with a point or a comma. */
function plainDecimal() {
  return z.union([
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,12}([.,]\d{1,10})?$/)
      .refine((text) => !AMBIGUOUS.test(text))
      .transform((text) => Number(text.replace(",", "."))),
  ]);
}

/** A number with `places` decimal places at most. */
export const decimal = (least: number, most: number, places: number) =>
  plainDecimal()
    .refine((value) => value >= least && value <= most && hasPlaces(value, places))
    .transform((value) => Math.round(value * 10 ** places) / 10 ** places);

/** Up to four decimal places. */
export const quantity = (options: { least: number }) => decimal(options.least, 99_999_999_999, 4);

/** A CNPJ with or without its marks. */
export const cnpj = z
  .string()
  .max(20)
  .transform(cleanDocument)
  .refine((text) => /^[0-9A-Z]{12}\d{2}$/.test(text));

/** A moment with its offset. */
export const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine(isMoment);

/** The first thing that is wrong with a record, as a sentence that names the field. */
export function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue?.code === "unrecognized_keys")
    return `Campo desconhecido: ${cleanText(issue.keys[0] ?? "", 40)}. Confira a grafia na documentação.`;
  const path = issue?.path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
  return path
    ? `O campo ${cleanText(path, 80)} está ausente ou inválido.`
    : "O registro não tem o formato documentado.";
}
