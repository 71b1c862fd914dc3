/** Keeps digits and, for the alphanumeric CNPJ in force since July 2026, capital letters. */
export function cleanDocument(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, "");
}

function mod11(values: readonly number[], weights: readonly number[]): number {
  const rest = values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

const CNPJ_WEIGHTS = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

/**
 * Whether a CNPJ has 14 places and right check digits. A letter counts as its ASCII code less 48
 * (IN RFB 2.229/2024).
 */
export function isCnpj(text: string): boolean {
  const cnpj = cleanDocument(text);
  if (!/^[0-9A-Z]{12}\d{2}$/.test(cnpj) || /^(.)\1{13}$/.test(cnpj)) return false;
  const values = [...cnpj].map((character) => character.charCodeAt(0) - 48);
  const first = mod11(values.slice(0, 12), CNPJ_WEIGHTS.slice(1));
  const second = mod11([...values.slice(0, 12), first], CNPJ_WEIGHTS);
  return cnpj.endsWith(`${first}${second}`);
}

/** Completes 12 places of a CNPJ with its two check digits; for demo data and tests. */
export function completeCnpj(base: string): string {
  const values = [...base].map((character) => character.charCodeAt(0) - 48);
  const first = mod11(values, CNPJ_WEIGHTS.slice(1));
  return `${base}${first}${mod11([...values, first], CNPJ_WEIGHTS)}`;
}

/** Whether a CPF has 11 digits and right check digits. */
export function isCpf(text: string): boolean {
  const cpf = cleanDocument(text);
  if (!/^\d{11}$/.test(cpf) || /^(.)\1{10}$/.test(cpf)) return false;
  return completeCpf(cpf.slice(0, 9)) === cpf;
}

/** Completes 9 digits of a CPF with its two check digits; for demo data and tests. */
export function completeCpf(base: string): string {
  const digits = [...base].map(Number);
  const first = mod11(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return `${base}${first}${mod11([...digits, first], [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])}`;
}

/** 00.000.000/0000-00 for the screen; anything else comes back as it was. */
export function formatCnpj(cnpj: string): string {
  return cnpj.replace(/^(.{2})(.{3})(.{3})(.{4})(.{2})$/, "$1.$2.$3/$4-$5");
}

/** A CPF as a person without the right to see it reads it: ***.456.789-**. */
export function maskCpf(cpf: string): string {
  return cpf.replace(/^\d{3}(\d{3})(\d{3})\d{2}$/, "***.$1.$2-**");
}

/**
 * A person's document as the screen shows it to whoever need not know it: a CPF by its middle, a passport by
 * its end. A company's is public and stays whole.
 */
export function maskDocument(document: string): string {
  if (isCnpj(document)) return formatCnpj(cleanDocument(document));
  const clean = cleanDocument(document);
  if (/^\d{11}$/.test(clean)) return maskCpf(clean);
  return clean === "" ? "" : `•••${clean.slice(-2)}`;
}

/** GTIN check digit (mod 10, weights 3 and 1 from the right) of all digits but the last. */
export function gtinCheckDigit(withoutDigit: string): number {
  const sum = [...withoutDigit]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

/**
 * Whether an EAN/GTIN of 8, 12, 13 or 14 digits has the right check digit. All zeros, as some
 * systems write "none", is not one.
 */
export function isGtin(text: string): boolean {
  return (
    /^(?!0+$)(\d{8}|\d{12}|\d{13}|\d{14})$/.test(text) &&
    gtinCheckDigit(text.slice(0, -1)) === Number(text.at(-1))
  );
}

/**
 * Check digit of the 43 first places of an NF-e access key (mod 11, weights 2 to 9 from the right;
 * letters as in the CNPJ).
 */
export function accessKeyCheckDigit(first43: string): number {
  const sum = [...first43]
    .reverse()
    .reduce(
      (total, character, index) => total + (character.charCodeAt(0) - 48) * (2 + (index % 8)),
      0,
    );
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

/** Whether a text is an NF-e access key of 44 places with the right check digit. */
export function isAccessKey(text: string): boolean {
  return (
    /^\d{6}[0-9A-Z]{12}\d{26}$/.test(text) &&
    accessKeyCheckDigit(text.slice(0, 43)) === Number(text[43])
  );
}

/**
 * The key of a document: an access key without the blanks, points and "NFe" that people copy along,
 * so that it is the same whoever wrote it; any other key as it is.
 */
export function cleanDocumentKey(text: string): string {
  const plain = text.toUpperCase().replace(/[\s.]/g, "").replace(/^NFE/, "");
  return /^\d{6}[0-9A-Z]{12}\d{26}$/.test(plain) ? plain : text;
}
