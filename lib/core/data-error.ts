import { readDatabaseError } from "./read-database-error.ts";

/** Classes 22 and 54; of class 23 a value that is missing or that its column forbids, whatever other rows say. */
const HOPELESS = /^(?:22...|54...|23502|23514)$/;
/** Classes 22 and 54 alone. */
const VALUE = /^(?:22|54)...$/;

/**
 * Whether the database refused a value for what it is (class 22: a NUL, a number out of range, a day
 * that does not exist; class 54: too long for an index; a check that fails). Time does not heal it: whoever tries again tries for ever.
 */
export function isDataError(error: unknown): boolean {
  return HOPELESS.test(readDatabaseError(error)?.code ?? "");
}

/**
 * The same without the table's own rules: a person's act that breaks one of those has passed our
 * checks of it, which is a defect of ours and not of what was typed.
 */
export function isValueError(error: unknown): boolean {
  return VALUE.test(readDatabaseError(error)?.code ?? "");
}
