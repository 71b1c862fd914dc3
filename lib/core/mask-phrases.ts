const MASK = "•••";
/**
 * Names of people are two words or more; a partner that quotes one rarely adds a word to it, but
 * changes case and drops accents.
 */
const WORD = String.raw`\p{L}[\p{L}\p{M}'.-]*`;
const PHRASE = new RegExp(String.raw`^${WORD}(?: ${WORD}){1,9}$`, "u");
const RUN = new RegExp(String.raw`${WORD}(?: ${WORD})+`, "gu");
const LONGEST = 10;

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Values of two words and more that a text of any of our formats holds: JSON, XML, or columns between separators. */
export function listPhrases(text: string): Set<string> {
  const phrases = new Set<string>();
  for (const value of text.split(/["<>;|\t\r\n]+/))
    if (PHRASE.test(value)) phrases.add(fold(value));
  return phrases;
}

/** Masks what a text repeats of `phrases`, whatever its case and accents: the longest found first, from the left. */
export function maskPhrases(text: string, phrases: ReadonlySet<string>): string {
  if (phrases.size === 0) return text;
  return text.replace(RUN, (run) => {
    const words = run.split(" ");
    const kept: string[] = [];
    for (let start = 0; start < words.length;) {
      const length = measure(words, start, phrases);
      kept.push(length > 0 ? MASK : words[start]!);
      start += Math.max(1, length);
    }
    return kept.join(" ");
  });
}

/**
 * Words of the longest phrase that begins at `start`; 0 when none does. A full stop after the last
 * one is the sentence's.
 */
function measure(words: readonly string[], start: number, phrases: ReadonlySet<string>): number {
  for (let length = Math.min(LONGEST, words.length - start); length > 1; length--) {
    const phrase = fold(words.slice(start, start + length).join(" "));
    if (phrases.has(phrase) || phrases.has(phrase.replace(/[.'-]+$/, ""))) return length;
  }
  return 0;
}
