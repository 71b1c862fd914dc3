/** What Postgres says besides its code: all of it may quote values. */
const QUOTING = ["detail", "where", "hint", "internal_query", "internalQuery", "parameters"];

const cleaned = new WeakSet<object>();

/**
 * Takes out of an error, and of what caused it, what the database or a failed statement quotes: values
 * of rows and parameters, which may be anybody's data or a secret. Code, constraint, table and the
 * place in our code stay. The same error is given back, to be thrown again.
 */
export function cleanError<Thrown>(error: Thrown): Thrown {
  for (
    let current: unknown = error;
    current instanceof Error && !cleaned.has(current);
    current = current.cause
  ) {
    cleaned.add(current);
    if (current instanceof AggregateError) for (const one of current.errors) cleanError(one);
    if (isFailedQuery(current)) {
      current.params = [];
      replaceMessage(current, "a statement failed");
    } else if (isDatabaseError(current)) {
      for (const key of QUOTING) Reflect.deleteProperty(current, key);
      replaceMessage(current, `the database refused with ${current.code}`);
    }
  }
  return error;
}

/** By its shape: the module that made it may be another copy than ours. */
function isFailedQuery(error: Error): error is Error & { params: unknown[] } {
  return "query" in error && "params" in error && Array.isArray(error.params);
}

function isDatabaseError(error: Error): error is Error & { code: string } {
  return (
    "severity" in error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^[0-9A-Z]{5}$/.test(error.code)
  );
}

/** The stack begins with the message. */
function replaceMessage(error: Error, message: string): void {
  const frames = /\n\s+at [\s\S]*$/.exec(error.stack ?? "")?.[0] ?? "";
  // Assigning would throw: the database's client leaves a stack that is read-only.
  const put = (key: "message" | "stack", value: string) =>
    Reflect.defineProperty(error, key, { value, writable: true, configurable: true });
  put("message", message);
  put("stack", `${error.name}: ${message}${frames}`);
}
