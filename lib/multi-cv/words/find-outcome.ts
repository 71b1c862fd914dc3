import { kindOfRole, type Target, TARGETS } from "./situations.ts";

/**
 * What became of a reservation: what was carried to both sides, else what both say of themselves. null =
 * nothing yet. One that is over before it was carried is what the Hub says. Pure.
 */
export function findOutcome(of: {
  carriedRole: string | null;
  hubSituation: string | null;
  terminalSituation: string | null;
  over: boolean;
}): Target | null {
  const toTarget = (kind: string | null) => TARGETS.find((target) => target === kind) ?? null;
  const carried = of.carriedRole === null ? null : toTarget(kindOfRole(of.carriedRole));
  if (carried) return carried;
  const [hub, terminal] = [toTarget(of.hubSituation), toTarget(of.terminalSituation)];
  if (hub !== null && hub === terminal) return hub;
  return of.over && of.terminalSituation === null ? hub : null;
}
