const ESCAPES = /\\(u0000|ud[89a-f][0-9a-f]{2}|[^])/g;

/**
 * JSON that Postgres takes: a NUL and halves of characters are legal in JSON and no text of the
 * database can hold them. `JSON.stringify` writes a half as an escape and nothing else that looks so.
 */
export function writeJson(value: unknown): string {
  return repairJson(JSON.stringify(value));
}

/** The same for JSON that was written already. */
export function repairJson(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return json.replace(ESCAPES, (all, escape: string) => (escape.length > 1 ? "�" : all));
}
