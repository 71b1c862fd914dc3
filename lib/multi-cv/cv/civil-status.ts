/** CV reads the civil status as text and takes it as a number. Official numbers. */
const NUMBERS: ReadonlyArray<[pattern: RegExp, number: number]> = [
  [/uniao estavel/, 7],
  [/separacao (total|de bens)|separacao$/, 9],
  [/comunhao total|comunhao universal/, 8],
  [/participacao final/, 10],
  [/comunhao parcial|^casad/, 1],
  [/divorciad/, 2],
  [/separad|desquitad/, 3],
  [/solteir/, 4],
  [/viuv/, 5],
];
const OTHER = 6;

/** "Casado(a) - Comunhão parcial de bens" → 1; a number stays what it is; null when nothing was said. */
export function civilStatusNumber(text: string): number | null {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  if (!plain) return null;
  if (/^([1-9]|10)$/.test(plain)) return Number(plain);
  return NUMBERS.find(([pattern]) => pattern.test(plain))?.[1] ?? OTHER;
}
