import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import { cleanDocument, isCnpj, isCpf } from "@/lib/core/documents.ts";
import { type Amount, readAmount } from "./amount.ts";
import { readDay, readMoment } from "./moment.ts";

/**
 * Shapes of single values, as wide as the partners' answers are: ids as number or text, flags in
 * four spellings, PHP's empty values.
 */

/** Any value or none: the field itself may be missing, as fields are in one account or the other. */
export const anything = z.unknown().optional();

const CPF_PLACES = 11;
const CNPJ_PLACES = 14;

const isNothing = (value: unknown) =>
  value === null || value === undefined || (typeof value === "string" && value.trim() === "");

/** An id of CV or Sienge: a positive whole number, written as number or text. */
export const anId = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().positive());

/** An id that may be missing; 0 and "" mean none. */
export const maybeId = anything.transform((value) => anId.safeParse(value).data ?? null);

/** A code of another system (`*_int`): always text, whatever it looks like. */
export const maybeCode = anything.transform((value) =>
  isNothing(value)
    ? null
    : typeof value === "string" || typeof value === "number"
      ? String(value).trim()
      : null,
);

/** A text; missing becomes "". */
export const someText = anything.transform((value) =>
  typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "",
);

/** A CPF, CNPJ or passport without its points; written as a number it has lost its leading zeros. */
export const someDocument = anything.transform((value) =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0
    ? withZeros(String(value))
    : cleanDocument(someText.parse(value)),
);

/** Which of the two lost its zeros the check digits tell; of neither it stays a CPF to complain about. */
function withZeros(digits: string): string {
  const [cpf, cnpj] = [digits.padStart(CPF_PLACES, "0"), digits.padStart(CNPJ_PLACES, "0")];
  return isCpf(cpf) || !isCnpj(cnpj) ? cpf : cnpj;
}

/** "S", "Sim", true, 1, "1", "true" and "ativo" are yes; anything else is no. */
export const aFlag = anything.transform(
  (value) =>
    value === true ||
    value === 1 ||
    (typeof value === "string" && /^(s|sim|1|true|y|yes|ativo)$/i.test(value.trim())),
);

/** Yes, no, or not said. */
export const maybeFlag = anything.transform((value): boolean | null =>
  isNothing(value) ? null : aFlag.parse(value),
);

/**
 * Whether something was done, and when: published as a moment, captured as "S" or "N". A day of zeros is
 * PHP's way of saying never.
 */
export const aStamp = anything.transform((value): { done: boolean; at: Date | null } => {
  const at = readMoment(value);
  return { done: at !== null || aFlag.parse(value), at };
});

export const maybeDay = anything.transform((value) => readDay(value));
export const maybeMoment = anything.transform((value) => readMoment(value));
export const maybeAmount = anything.transform((value): Amount | null =>
  isNothing(value) ? null : readAmount(value),
);

/** Money without which the whole answer is worth nothing. */
export const anAmount = anything.transform((value, ctx): Amount => {
  const amount = readAmount(value);
  if (amount) return amount;
  ctx.addIssue({ code: "custom", message: "no amount" });
  return z.NEVER;
});

/** A day without which the whole answer is worth nothing. */
export const aDay = anything.transform((value, ctx): string => {
  const day = readDay(value);
  if (day) return day;
  ctx.addIssue({ code: "custom", message: "no day" });
  return z.NEVER;
});

/** A small number, decimal point or comma; null when there is none. */
export const maybeNumber = anything.transform((value): number | null => {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !/^-?\d+(?:[.,]\d+)?$/.test(value.trim())) return null;
  return Number(value.trim().replace(",", "."));
});

/** A list that PHP may write as array, as object keyed by id, as its only row alone, or as nothing. */
export function listOf<Shape extends z.ZodType>(shape: Shape) {
  return anything.transform(toRows).pipe(z.array(shape));
}

function toRows(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  const isKeyed = entries.some(([key]) => /^\d+$/.test(key));
  // Sienge publishes the parts of a contract as one object each: its fields are no rows.
  const isRow = !isKeyed && entries.some(([, held]) => typeof held !== "object");
  return isRow ? [value] : Object.values(value);
}

/** An object that PHP may write as an empty array, or wrap in an array of one. */
export function objectOf<Shape extends z.ZodType>(shape: Shape) {
  return anything
    .transform((value) => (Array.isArray(value) ? (value[0] ?? {}) : (value ?? {})))
    .pipe(shape);
}

/** Reads an answer, or says where it is not what was expected; never quotes it, since it may hold personal data. */
export function readShape<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
  what: string,
): z.output<Shape> {
  const read = parse(shape, value);
  if (read.success) return read.data;
  const where = [...new Set(read.error.issues.map((issue) => issue.path.join(".") || "resposta"))]
    .slice(0, 5)
    .join(", ");
  throw new PartnerError(
    "unexpected_shape",
    `${what}: a resposta veio em um formato que o Enlace não reconhece (${where}).`,
  );
}

function parse<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
): z.ZodSafeParseResult<z.output<Shape>> {
  try {
    return shape.safeParse(value);
  } catch (error) {
    // Shapes that choose between two fields parse inside a transform, and a throw there is not caught by zod.
    if (error instanceof z.ZodError)
      return { success: false, error: error as z.ZodError<z.output<Shape>> };
    throw error;
  }
}
