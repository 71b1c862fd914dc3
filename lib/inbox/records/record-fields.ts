import { z } from "zod";
import { cleanText } from "@/lib/core/clean-text.ts";
import { cleanDocument } from "@/lib/core/documents.ts";
import { parseDay } from "@/lib/core/period.ts";
import { DocumentRefusal } from "../document.ts";
import { line, describeIssue, hasPlaces } from "../api/fields.ts";

/** aaaa-mm-dd or dd/mm/aaaa. */
export const day = z
  .string()
  .max(10)
  .transform((text, context) => {
    const found = parseDay(text);
    if (found !== null) return found;
    context.addIssue({ code: "custom" });
    return z.NEVER;
  });

/** A whole number, as a number or as its digits. */
export const whole = (least: number, most: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    ])
    .refine((value) => Number.isInteger(value) && value >= least && value <= most);

/** A number with `places` decimal places at most, with a point or a comma. */
export const decimal = (least: number, most: number, places: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,12}([.,]\d{1,10})?$/)
        .transform((text) => Number(text.replace(",", "."))),
    ])
    .refine((value) => value >= least && value <= most && hasPlaces(value, places))
    .transform((value) => Math.round(value * 10 ** places) / 10 ** places);

/** true or false, or S, sim, 1, N, nao, 0. */
export const flag = z.union([
  z.boolean(),
  z
    .string()
    .max(5)
    .transform((text, context) => {
      const word = text.trim().toLowerCase().replace("ã", "a");
      if (["s", "sim", "1", "true"].includes(word)) return true;
      if (["n", "nao", "0", "false"].includes(word)) return false;
      context.addIssue({ code: "custom" });
      return z.NEVER;
    }),
]);

/** A code of a closed list, written as a number or as text. */
export const code = (most: number) =>
  z.union([z.number().int().min(0).transform(String), line(most)]);

/** Letters and digits of a document; whether it is a valid one is the reader's to say. */
export const documentNumber = line(20).transform(cleanDocument);

/** Reads a record by its schema, or refuses it naming the field. */
export function readRecord<Schema extends z.ZodType>(
  schema: Schema,
  record: unknown,
  keyField: string,
): z.output<Schema> {
  const parsed = schema.safeParse(record);
  if (parsed.success) return parsed.data;
  const key = (record as Record<string, unknown> | null)?.[keyField];
  throw new DocumentRefusal(
    "invalid_record",
    describeIssue(parsed.error),
    typeof key === "string" ? cleanText(key, 120) : "",
  );
}
