import { z } from "zod";

/** In which of the published or captured forms answers come; every field can be switched. */
export const formsShape = z.strictObject({
  /** Numbers as numbers, as published, or as text. */
  numbers: z.enum(["number", "text"]),
  /** What has no value: null, or no field at all. */
  blanks: z.enum(["null", "absent"]),
  /** Customers, units, conditions and brokers of a contract: published as one object, captured as a list. */
  parts: z.enum(["list", "one"]),
  /** `broker` and its like of a creditor: published as text, captured as booleans. */
  flags: z.enum(["letter", "boolean"]),
  /** Whether a contract shows when it was written and changed last, which is captured alone. */
  stamps: z.boolean(),
});

export type Forms = z.infer<typeof formsShape>;

/** As published, but for the parts of a contract, which every capture shows as lists. */
export const DEFAULT_FORMS: Forms = {
  numbers: "number",
  blanks: "null",
  parts: "list",
  flags: "letter",
  stamps: false,
};

const PARTS = new Set([
  "salesContractCustomers",
  "salesContractUnits",
  "paymentConditions",
  "brokers",
]);
const FLAGS = new Set(["supplier", "broker", "employee"]);
const STAMPS = new Set(["creationDate", "lastUpdateDate"]);

/** Writes a record the way this account answers. */
export function toForms(record: object, forms: Forms): object {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]: [string, unknown]) => {
      if (STAMPS.has(name) && !forms.stamps) return [];
      if (value === null && forms.blanks === "absent") return [];
      return [[name, toForm(name, value, forms)]];
    }),
  );
}

function toForm(name: string, value: unknown, forms: Forms): unknown {
  if (Array.isArray(value)) {
    const rows = value.map((row: unknown) => toForm("", row, forms));
    return PARTS.has(name) && forms.parts === "one" && rows.length === 1 ? rows[0] : rows;
  }
  if (typeof value === "object" && value !== null) return toForms(value, forms);
  if (typeof value === "number" && forms.numbers === "text") return String(value);
  if (FLAGS.has(name) && forms.flags === "letter") return value === true ? "S" : "N";
  return value;
}
