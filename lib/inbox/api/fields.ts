import { z } from "zod";
import { cleanText } from "@/lib/core/clean-text.ts";
import { cleanDocument, cleanDocumentKey } from "@/lib/core/documents.ts";
import { parseCents } from "@/lib/core/money.ts";
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

/**
 * 12.34 or "12.34" or "12,34", never negative. Text has no marks of thousands: "1.234,56" is what a
 * screen shows and not what a program sends.
 */
export const amount = z
  .union([
    z.number(),
    z
      .string()
      .max(20)
      .regex(/^-?\d+([.,]\d+)?$/),
  ])
  .transform((value, context) => {
    const cents = parseCents(String(value));
    if (cents !== null && cents >= 0 && cents <= 999_999_999_999) return cents;
    context.addIssue({ code: "custom" });
    return z.NEVER;
  });

/** Up to four decimal places. */
export const quantity = (options: { least: number }) =>
  z
    .number()
    .min(options.least)
    .max(99_999_999_999)
    .transform((value) => Math.round(value * 10_000) / 10_000);

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
