import { foldText } from "./fold-text.ts";

/** How far a contract of Sienge is. */
export type ContractState = "requested" | "authorized" | "issued" | "cancelled";

const CONTRACT_WORDS: Readonly<Record<string, ContractState>> = { 0: "requested", 1: "authorized", 2: "issued", 3: "cancelled", solicitado: "requested", autorizado: "authorized", emitido: "issued", cancelado: "cancelled" };

/** Sienge answers with a word, a number or a number in quotes; null = none that we know. */
export function readContractState(situation: string | number): ContractState | null {
  return CONTRACT_WORDS[foldText(String(situation))] ?? null;
}

export const CONTRACT_WORD: Record<ContractState, string> = { requested: "Solicitado", authorized: "Autorizado", issued: "Emitido", cancelled: "Cancelado" };
