/** How many causes are followed: an error that names itself as its cause must not hold us. */
const MOST_CAUSES = 8;

/** The database's error under whatever wraps it: its code and the constraint it names. */
export function readDatabaseError(error: unknown): { code: string; constraint: string } | null {
  let found: unknown = error;
  for (let count = 0; count < MOST_CAUSES && found instanceof Error; count += 1) {
    if ("code" in found && typeof found.code === "string" && /^[0-9A-Z]{5}$/.test(found.code)) {
      return {
        code: found.code,
        constraint: "constraint_name" in found ? String(found.constraint_name) : "",
      };
    }
    found = found.cause;
  }
  return null;
}
