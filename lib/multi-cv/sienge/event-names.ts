/**
 * Sienge takes any name when a hook is registered, and a misspelt one never fires (SALES_CONTRACT_CANCELLED
 * with two Ls is accepted): only names of this list are registered. Official catalogue.
 */
export const SIENGE_EVENTS = [
  "SALES_CONTRACT_CREATED",
  "SALES_CONTRACT_UPDATED",
  "SALES_CONTRACT_REMOVED",
  "SALES_CONTRACT_ISSUED",
  "SALES_CONTRACT_CANCELED",
  "ASSIGNMENT_RIGHTS_AGREEMENT_UPDATED",
  "ENTERPRISE_ID_UPDATED",
  "UNIT_CREATED",
  "UNIT_UPDATED",
  "UNIT_REMOVED",
  "CUSTOMER_CREATED",
  "CUSTOMER_UPDATED",
] as const;

export type SiengeEvent = (typeof SIENGE_EVENTS)[number];

/** What the flow listens to: a contract's life. UPDATED does not fire on issue, so ISSUED is needed too. */
export const CONTRACT_EVENTS = [
  "SALES_CONTRACT_CREATED",
  "SALES_CONTRACT_UPDATED",
  "SALES_CONTRACT_REMOVED",
  "SALES_CONTRACT_ISSUED",
  "SALES_CONTRACT_CANCELED",
  "ASSIGNMENT_RIGHTS_AGREEMENT_UPDATED",
  "ENTERPRISE_ID_UPDATED",
] as const satisfies readonly SiengeEvent[];

/** Whether a name is one that Sienge fires. */
export function isSiengeEvent(name: string): name is SiengeEvent {
  return SIENGE_EVENTS.some((known) => known === name);
}
