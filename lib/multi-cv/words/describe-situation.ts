import { SITUATION_WORD, type SituationKind } from "./situations.ts";

const CONTRACT_SITUATION: Readonly<Record<string, string>> = {
  requested: "Solicitado",
  authorized: "Autorizado",
  issued: "Emitido",
  cancelled: "Cancelado",
  removed: "Contrato removido",
  unknown: "Situação desconhecida",
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * What a reservation's situation means, as a person reads it; what is no known kind is shown as it
 * stands. null stays null.
 */
export function describeSituation(kind: string | null): string | null {
  if (kind === null) return null;
  return capital(SITUATION_WORD[kind as SituationKind] ?? kind);
}

/** How far the contract in Sienge is. */
export function describeContractSituation(state: string | null): string | null {
  return state === null ? null : (CONTRACT_SITUATION[state] ?? state);
}
