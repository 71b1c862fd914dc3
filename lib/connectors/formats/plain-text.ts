/** Letters without accents; what has no plain form and is not printable ASCII becomes a blank, and blanks are single. */
export function toPlainText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]+/g, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}
