/** UTF-8 that was read as Latin-1 once: "SÃ£o" for "São". No Portuguese word has such pairs. */
const MOJIBAKE =
  /[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}/g;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g;

/** A text as the layout takes it: mended, on one line, single blanks, at most `length` characters. */
export function cleanText(text: string, length: number): string {
  const plain = mend(text).replace(CONTROL, " ").toWellFormed().replace(/\s+/g, " ").trim();
  // By characters: a cut through a pair would leave half of one.
  return [...plain].slice(0, length).join("").trim();
}

/** Lenient: three characters that are no such sequence after all become �, which is no worse than what stood there. */
const mend = (text: string) =>
  text.replace(MOJIBAKE, (found) =>
    new TextDecoder().decode(Uint8Array.from(found, (character) => character.charCodeAt(0))),
  );

/** Digits alone, filled with zeros in front: CEP 8, CNPJ 14. */
export function padDigits(text: string, length: number): string {
  return text.replace(/\D/g, "").padStart(length, "0").slice(-length);
}
