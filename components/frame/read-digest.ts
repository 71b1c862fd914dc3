/** The code under which the server logged an error; undefined when it happened in the browser. */
export function readDigest(error: unknown): string | undefined {
  return typeof error === "object" &&
    error !== null &&
    "digest" in error &&
    typeof error.digest === "string"
    ? error.digest
    : undefined;
}
