import type { SituationKind } from "../words/situations.ts";
import type { ContractFacts } from "./situation-decision.ts";

/** What a reservation should be by its contract alone; null when the contract says nothing that is known. */
export function meaningOf(
  { state, issueDate }: Pick<ContractFacts, "state" | "issueDate">,
  authorizedIsSold: boolean,
): SituationKind | null {
  if (state === "unknown") return null;
  if (state === "cancelled") return issueDate ? "rescinded" : "cancelled";
  // "Emitido" without a date is not believed: the date is what makes a sale.
  if ((state === "issued" && issueDate) || (state === "authorized" && authorizedIsSold))
    return "sold";
  return "ready";
}
