import { z } from "zod";
import { cleanText } from "@/lib/core/clean-text.ts";
import { cleanDocument } from "@/lib/core/documents.ts";
import { parseDay } from "@/lib/core/period.ts";
import { DocumentRefusal } from "../document.ts";
import { line, describeIssue } from "../api/fields.ts";

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

/** null says nothing, as a field that is left out: where one is due, both are missing. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      inner === null ? [] : [[name, withoutNulls(inner)]],
    ),
  );
}

/**
 * Reads a record by its schema, or refuses it naming the field. Everywhere a number may also be its
 * text, true and false their words, and null is as good as left out.
 */
export function readRecord<Schema extends z.ZodType>(
  schema: Schema,
  record: unknown,
  keyField: string,
): z.output<Schema> {
  const parsed = schema.safeParse(withoutNulls(record));
  if (parsed.success) return parsed.data;
  const key = (record as Record<string, unknown> | null)?.[keyField];
  throw new DocumentRefusal(
    "invalid_record",
    describeIssue(parsed.error),
    typeof key === "string" ? cleanText(key, 120) : "",
  );
}
