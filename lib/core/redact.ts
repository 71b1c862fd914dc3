import { cleanText, MOST_DEPTH } from "./clean-text.ts";
import { isAccessKey, isCpf } from "./documents.ts";

const MASK = "•••";

/** Names of fields whose value is never written anywhere: credentials and personal identifiers. */
const SENSITIVE_NAME =
  /senha|password|passwd|secret|segredo|token|authorization|api[-_]?key|chave|cookie|cpf|documento|documentocliente/i;

/** A mistyped CPF is somebody's all the same: eleven digits that stand alone go, whatever their check digits. */
const CPF = /(?<![\wÀ-ɏ])(\d{3})\.?(\d{3})\.?(\d{3})-?(\d{2})(?![\wÀ-ɏ])/g;
/** Written with its points it is one wherever it stands. */
const DOTTED_CPF = /(?<!\d)\d{3}\.(\d{3})\.(\d{3})-\d{2}(?!\d)/g;
/**
 * Eleven digits glued to letters are as often a piece of an id or of a hash: there the check digits
 * decide. Longer numbers (EAN, CNPJ, access key) are never cut into.
 */
const GLUED_CPF = /(?<!\d)\d{11}(?!\d)/g;

// No pattern may begin in the middle of what it repeats: log texts come from partners, and their
// length must not be felt squared.
const PATTERNS: ReadonlyArray<[RegExp, string]> = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{6,}/gi, `$1 ${MASK}`],
  [/(:\/\/)[^/\s?#"<>]*@/g, `$1${MASK}@`],
  [
    /(?<![a-z0-9])((?:access_|refresh_|id_)?token|senha|password|passwd|pwd|secret|client_secret|segredo|api[-_]?key)("\s{0,3}:\s{0,3}"|=)[^\s"&;<>]+/gi,
    `$1$2${MASK}`,
  ],
  [/(?<![\w.%+'À-ɏ-])[\w.%+'À-ɏ-]+@[\wÀ-ɏ-]+(?:\.[\wÀ-ɏ-]+)+/g, "•••@•••"],
];

/**
 * Takes secrets and personal data out of a text before it is written, and what no text may hold
 * (control characters, halves of characters): partners' words all pass here. `secrets` are the values in use
 * now: each is removed as it stands and in the forms that URLs, base64, JSON and HTML give it; shorter
 * than four characters they are left, because they would tear ordinary words. Patterns catch the rest.
 */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let clean = cleanText(text);
  for (const form of allForms(secrets)) clean = clean.replaceAll(form, MASK);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean
    .replace(DOTTED_CPF, "***.$1.$2-**")
    .replace(CPF, "***.$2.$3-**")
    .replace(GLUED_CPF, (digits) => (isCpf(digits) ? maskDigits(digits) : digits));
}

/**
 * {@link redactText} over a whole JSON value, names included; fields with a sensitive name lose
 * their value whatever it is, and what lies deeper than `depth` is left out.
 */
export function redactValue(
  value: unknown,
  secrets: readonly string[] = [],
  depth = MOST_DEPTH,
): unknown {
  if (typeof value === "string") return redactText(value, secrets);
  if (typeof value === "number" || typeof value === "bigint") return redactNumber(value);
  if (value instanceof Date) return value;
  if (value && typeof value === "object") {
    if (depth === 0) return "…";
    if (Array.isArray(value)) return value.map((item) => redactValue(item, secrets, depth - 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        redactText(name, secrets),
        mustHide(name, item) ? MASK : redactValue(item, secrets, depth - 1),
      ]),
    );
  }
  return value;
}

function mustHide(name: string, value: unknown): boolean {
  // "chave" names a credential and the key of a fiscal document alike; the latter proves itself.
  return (
    SENSITIVE_NAME.test(name) && value != null && !(typeof value === "string" && isAccessKey(value))
  );
}

/** As a number a CPF has lost its leading zeros, and most numbers are no CPF: only right check digits count. */
function redactNumber(value: number | bigint): unknown {
  const digits = String(value);
  return /^\d{9,11}$/.test(digits) && isCpf(digits.padStart(11, "0"))
    ? maskDigits(digits.padStart(11, "0"))
    : value;
}

function maskDigits(cpf: string): string {
  return `***.${cpf.slice(3, 6)}.${cpf.slice(6, 9)}-**`;
}

/**
 * An attempt writes thousands of lines with the same secrets; the list itself is the key, so that
 * it takes the forms with it.
 */
const known = new WeakMap<readonly string[], { count: number; forms: string[] }>();

function allForms(secrets: readonly string[]): string[] {
  const found = known.get(secrets);
  if (found?.count === secrets.length) return found.forms;
  // The longest first: a secret that begins with another would leave its end behind.
  const forms = [
    ...new Set(
      secrets.flatMap((secret) => (secret.length < 4 ? [] : formsOf(secret.toWellFormed()))),
    ),
  ].sort((a, b) => b.length - a.length);
  known.set(secrets, { count: secrets.length, forms });
  return forms;
}

function formsOf(secret: string): string[] {
  const url = encodeURIComponent(secret);
  const form = new URLSearchParams({ v: secret }).toString().slice(2);
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const html = secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [
    secret,
    url,
    lowerHex(url),
    form,
    lowerHex(form),
    json,
    ascii,
    json.replaceAll("/", "\\/"),
    ascii.replaceAll("/", "\\/"),
    html,
    ...base64Forms(secret),
  ];
}

/**
 * Base64 of the secret, also in the middle of something longer: three alignments, without the
 * characters that neighbours share.
 */
function base64Forms(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  const whole = toBase64(bytes);
  const inner = [0, 1, 2].map((offset) =>
    toBase64(new Uint8Array([...new Uint8Array(offset), ...bytes])).slice(
      Math.ceil((offset * 8) / 6),
      Math.floor(((offset + bytes.length) * 8) / 6),
    ),
  );
  const forms = [
    whole,
    whole.replace(/=+$/, ""),
    encodeURIComponent(whole),
    ...inner.filter((text) => text.length >= 6),
  ];
  return forms.flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")]);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Control characters of both sets, line separators, and the marks that turn the direction of writing. */
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;

/**
 * One log line stays one line: what could forge a line, drive a terminal or show text in another
 * order becomes visible.
 */
export function flattenLine(text: string): string {
  return text.replace(/\r?\n/g, " ⏎ ").replace(CONTROL, "�");
}
