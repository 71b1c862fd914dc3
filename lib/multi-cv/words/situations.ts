/** What a reservation's situation means, whatever number a tenant gives it. */
export const SITUATION_KINDS = [
  "open",
  "ready",
  "sold",
  "cancelled",
  "rescinded",
  "expired",
  "unknown",
] as const;
export type SituationKind = (typeof SITUATION_KINDS)[number];

/** What a contract in Sienge can make of a reservation. */
export const TARGETS = ["sold", "cancelled", "rescinded"] as const;
export type Target = (typeof TARGETS)[number];

/** As a person reads it. */
export const SITUATION_WORD: Record<SituationKind, string> = {
  open: "em andamento",
  ready: "pode faturar",
  sold: "vendida",
  cancelled: "cancelada",
  rescinded: "distratada",
  expired: "vencida",
  unknown: "situação desconhecida",
};

/** Nothing leads out of these by itself. */
export const isFinal = (kind: SituationKind): boolean =>
  kind === "cancelled" || kind === "rescinded";

/** Nobody sells by it any more, whatever ended it. */
export const isOver = (kind: SituationKind): boolean => isFinal(kind) || kind === "expired";

/** Whether a side is already where a target would take it: what expired is over, as what was cancelled is. */
export const isWhere = (kind: SituationKind, target: Target): boolean =>
  kind === target || (kind === "expired" && target === "cancelled");

/** Out of "pode faturar" without being sold or over: nothing is sent from here any more. */
export const isWithdrawn = (kind: SituationKind): boolean => kind === "open" || kind === "expired";

/** Under which name a situation is mapped to each tenant's own number. */
export const ROLE_OF = {
  ready: "pode_faturar",
  sold: "vendida",
  cancelled: "cancelada",
  rescinded: "distratada",
} as const;

/** The situation that a mapping's name stands for; null when it is none. */
export function kindOfRole(role: string): keyof typeof ROLE_OF | null {
  return (
    (Object.keys(ROLE_OF) as Array<keyof typeof ROLE_OF>).find((kind) => ROLE_OF[kind] === role) ??
    null
  );
}
