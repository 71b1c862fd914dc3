/** The database's error under whatever wraps it: its code and the constraint it names. */
export function readDatabaseError(error: unknown): { code: string; constraint: string } | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && /^[0-9A-Z]{5}$/.test(cause.code)) {
      return {
        code: cause.code,
        constraint: "constraint_name" in cause ? String(cause.constraint_name) : "",
      };
    }
  }
  return null;
}
