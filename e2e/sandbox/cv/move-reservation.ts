import { partnerMoment } from "./partner-day.ts";
import { type Role, roleOf, situationOf } from "./catalogue.ts";
import type { ReservationRow, Tenant } from "./tenant.ts";

/** Told after every entry into a situation, so that webhooks leave. */
export type Moved = (tenant: Tenant, reservationId: number, situationId: number) => void;

/** Roles in which a reservation holds its unit. */
const HOLDS: readonly Role[] = ["analise", "pode_faturar", "vendida"];

export function isActive(tenant: Tenant, row: ReservationRow): boolean {
  const role = roleOf(tenant.catalogue, row.situationId);
  return role !== undefined && HOLDS.includes(role);
}

/** Enters a situation as CV does it, whoever asked: dates, the unit, and then the webhooks. */
export function enterSituation(
  tenant: Tenant,
  id: number,
  role: Role,
  moved: Moved,
  reason: string | null = null,
): ReservationRow {
  const { store, catalogue } = tenant;
  const now = partnerMoment();
  const situationId = situationOf(catalogue, role);
  const row = store.change("reservations", id, {
    situationId,
    ...(role === "vendida" ? { soldAt: now } : {}),
    ...(role === "cancelada" || role === "vencida"
      ? { cancelledAt: now, cancellationReason: reason }
      : {}),
    ...(role === "distrato" ? { dissolvedAt: now, dissolutionReason: reason } : {}),
  });
  const unit = store.get("units", row.unitId);
  if (unit) {
    const other = store.find(
      "reservations",
      (one) => one !== row && one.unitId === row.unitId && isActive(tenant, one),
    );
    const state = role === "vendida" ? 3 : HOLDS.includes(role) || other ? 2 : 1;
    if (unit.state !== 4) store.change("units", row.unitId, { state });
  }
  moved(tenant, id, situationId);
  return row;
}
