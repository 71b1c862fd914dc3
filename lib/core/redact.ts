const MASK = "•••";

/** Names of fields whose value is never written anywhere: credentials and personal identifiers. */
const SENSITIVE_NAME = /senha|password|passwd|secret|segredo|token|authorization|api[-_]?key|chave|cookie|cpf|documento|documentocliente/i;

const PATTERNS: ReadonlyArray<[RegExp, string]> = [
  [/\b(\d{3})\.?(\d{3})\.?(\d{3})-?(\d{2})\b(?!\d)/g, "***.$2.$3-**"],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{6,}/gi, `$1 ${MASK}`],
  [/([a-z][a-z0-9+.-]*:\/\/)[^/\s:@]+:[^/\s@]+@/gi, `$1${MASK}@`],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "•••@•••"],
];

/**
 * Takes secrets and personal data out of a text before it is written. `secrets` are the values in use
 * now: each is removed as it stands and URL-, base64- and JSON-encoded. Patterns catch the rest.
 */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < 4) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), toBase64(secret), JSON.stringify(secret).slice(1, -1)])) {
      clean = clean.split(form).join(MASK);
    }
  }
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

/** {@link redactText} over a whole JSON value; fields with a sensitive name lose their value whatever it is. */
export function redactValue(value: unknown, secrets: readonly string[] = []): unknown {
  if (typeof value === "string") return redactText(value, secrets);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, secrets));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, SENSITIVE_NAME.test(name) && item != null ? MASK : redactValue(item, secrets)]));
  }
  return value;
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F\u2028\u2029]/g;

/** One log line stays one line: control characters, which could forge a line or drive a terminal, become visible. */
export function flattenLine(text: string): string {
  return text.replace(/\r?\n/g, " ⏎ ").replace(CONTROL, "�");
}
