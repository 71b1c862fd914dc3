/** How many causes are followed: an error that names itself as its cause must not hold us. */
const MOST_CAUSES = 8;

/**
 * Whether the database refused a value for what it is (class 22: a NUL, a number out of range, a day
 * that does not exist; class 54: too long for an index). Time does not heal it: whoever tries again tries for ever.
 */
export function isDataError(error: unknown): boolean {
  let found: unknown = error;
  for (let count = 0; count < MOST_CAUSES && found instanceof Error; count += 1) {
    if (
      "code" in found &&
      typeof found.code === "string" &&
      /^(?:22|54)[0-9A-Z]{3}$/.test(found.code)
    )
      return true;
    found = found.cause;
  }
  return false;
}
