/** Typographic signs that word processors put in names, and what a till would have written. */
const PLAIN: Record<string, string> = {
  "‘": "'",
  "’": "'",
  "‚": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "–": "-",
  "—": "-",
  "‑": "-",
  "…": "...",
  "\u00a0": " ",
};

/** A text as the file can hold it: one line, composed accents, plain punctuation. */
export function plainText(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[‘’‚“”„–—‑…\u00a0]/g, (sign) => PLAIN[sign] ?? sign)
    .replace(/\s+/g, " ")
    .trim();
}

/** The first character that ISO-8859-1 or XML cannot hold; null when there is none. */
export function findForeignCharacter(text: string): string | null {
  return /[\u0000-\u001f\u007f-\u009f]|[^\u0000-\u00ff]/u.exec(plainText(text))?.[0] ?? null;
}

/** Text between tags. */
export function escapeText(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** One byte a character, as the declaration of the file says. */
export function encodeLatin1(xml: string): Uint8Array {
  const bytes = Buffer.from(xml, "latin1");
  if (bytes.toString("latin1") !== xml)
    throw new Error("a character that ISO-8859-1 does not have passed the checks");
  return bytes;
}
