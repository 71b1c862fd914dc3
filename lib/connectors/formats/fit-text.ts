import { toPlainText } from "./plain-text.ts";

/** How a file's letters are written. `ascii`: without accents. */
export type TextEncoding = "utf-8" | "latin1" | "ascii";

/**
 * A text as its encoding can hold it: letters that it lacks become plain ones, what has no plain form a
 * blank. For one field at a time: the plain form of a character may be the very separator of the file.
 */
export function fitText(text: string, encoding: TextEncoding): string {
  if (encoding === "utf-8") return text;
  return text
    .toWellFormed()
    .normalize("NFC")
    .replace(
      encoding === "ascii" ? /[\u0080-\u{10ffff}]+/gu : /[\u0100-\u{10ffff}]+/gu,
      (found) => toPlainText(found) || " ",
    );
}

/** The bytes of a text that {@link fitText} fitted; UTF-8 takes any. */
export function encodeText(text: string, encoding: TextEncoding): Uint8Array {
  return encoding === "utf-8"
    ? new TextEncoder().encode(text)
    : Uint8Array.from(text, (character) => character.charCodeAt(0));
}
