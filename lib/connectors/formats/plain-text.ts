const ALREADY_PLAIN = /^(?:[\x21-\x7e]+(?: [\x21-\x7e]+)*)?$/;

/**
 * Letters without accents; what has no plain form and is not printable ASCII becomes a blank, and
 * blanks are single.
 */
export function toPlainText(text: string): string {
  // Most values of a file of millions are codes that are plain already.
  if (ALREADY_PLAIN.test(text)) return text;
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]+/g, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}
