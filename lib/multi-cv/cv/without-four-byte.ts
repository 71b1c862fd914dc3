/** CV stores text in three-byte UTF-8 and cuts it at the first emoji: what lies outside the basic plane is left out. */
export function withoutFourByte(text: string): string {
  return text
    .replace(/[\u{10000}-\u{10FFFF}]|\u200D|\uFE0F/gu, "")
    .replace(/ {2,}/g, " ")
    .trim();
}
