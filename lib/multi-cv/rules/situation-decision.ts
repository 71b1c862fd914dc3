import type { ContractSituation } from "../sienge/contract-situation.ts";
import type { Question } from "../words/decisions.ts";
import type { SituationKind, Target } from "../words/situations.ts";
import type { Lead } from "./part-leads.ts";

/** A contract of Sienge, as far as the decision needs it. */
export interface ContractFacts {
  id: number;
  number: string;
  enterpriseId: number;
  companyId: number;
  state: ContractSituation;
  issueDate: string | null;
}

export interface SituationFacts {
  hub: SituationKind;
  terminal: SituationKind;
  /** Each side's own situation: of two that mean nothing to us, one may be answered and the other not. */
  own: { hub: OwnSituation; terminal: OwnSituation };
  /** The terminal was in "pode faturar" once: from there on it is alive in Sienge, or may be. */
  carried: boolean;
  /** Every contract that carries the reservation's external id, of any enterprise. */
  contracts: readonly ContractFacts[];
  /** Where the contract must be; ids of two terminals may collide in one Sienge. null = not checked. */
  expected: { enterpriseId: number | null; companyId: number | null };
  /** What was linked before; null when no contract was ever seen. */
  linked: { contractId: number; issued: boolean } | null;
  /** A contract on the same unit found when the external id led nowhere: a reissue under a new id. */
  onUnit: readonly ContractFacts[];
  /** Hours since the terminal was set to "pode faturar". */
  hoursWaiting: number;
}

/** A situation as its tenant numbers and names it; the name where it is at hand. */
export interface OwnSituation {
  id: string | null;
  name: string;
}

export interface DecisionSettings {
  /** "Autorizado" already counts as sold. */
  authorizedIsSold: boolean;
  /** A removed contract that never was issued: ask a person, or cancel. */
  removedUnissued: "ask" | "cancel";
  hoursBeforeMissing: number;
  /** Who leads when one side leaves "pode faturar" for neither a sale nor an end. */
  withdrawn: Lead;
}

/** What to do about one reservation. `ask` waits for a person and does nothing by itself. */
export type Decision =
  | { kind: "keep"; contractId: number | null; reason: string }
  | { kind: "carry"; target: Target; contractId: number | null; reason: string }
  | {
      kind: "ask";
      question: Question;
      contractId: number | null;
      reason: string;
      /** What else the answer holds for: with another one it is another question. */
      about?: string;
    };

/** Sienge's own words. */
export const CONTRACT_WORD: Record<ContractSituation, string> = {
  requested: "Solicitado",
  authorized: "Autorizado",
  issued: "Emitido",
  cancelled: "Cancelado",
  unknown: "em uma situação desconhecida",
};

/** Nothing is to be done. */
export const keep = (contractId: number | null, reason: string): Decision => ({
  kind: "keep",
  contractId,
  reason,
});
/** Both sides are brought to the target. */
export const moveTo = (target: Target, contractId: number | null, reason: string): Decision => ({
  kind: "carry",
  target,
  contractId,
  reason,
});
/** A person decides. */
export const ask = (
  question: Question,
  contractId: number | null,
  reason: string,
): Extract<Decision, { kind: "ask" }> => ({
  kind: "ask",
  question,
  contractId,
  reason,
});
