import { isCnpj, isCpf } from "@/lib/core/documents.ts";
import { foldText } from "./fold-text.ts";

/** What identifies a person: `foreign` is a passport or another country's paper, which has no check digits. */
export type DocumentKind = "cpf" | "cnpj" | "foreign";

const FOREIGN = /passaporte|passport|estrangeir|\brne\b|\brnm\b|\bcrnm\b/;

/**
 * By the document itself where its check digits hold; else by what CV calls it. What is no CPF or CNPJ by its
 * form is foreign only where it has letters, or its person lives abroad: a mistyped CPF is not.
 */
export function kindOfDocument(document: string, word: string, country: string): DocumentKind {
  if (isCpf(document)) return "cpf";
  if (isCnpj(document)) return "cnpj";
  const called = foldText(word);
  if (FOREIGN.test(called)) return "foreign";
  if (document.length === 14 || called === "cnpj") return "cnpj";
  const lettered = /[A-Z]/.test(document) && /\d/.test(document);
  return document !== "" && (lettered || isAbroad(country)) ? "foreign" : "cpf";
}

/** Whether an address is outside Brazil; one without a country is not. */
export function isAbroad(country: string): boolean {
  const folded = foldText(country);
  return folded !== "" && !["brasil", "brazil", "br", "bra"].includes(folded);
}
