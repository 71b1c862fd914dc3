import { isActive } from "./move-reservation.ts";
import type { Tenant } from "./tenant.ts";

/** What must be zero whatever happened: the proofs of "nothing twice". */
export function countDoubles(
  tenant: Tenant,
): Record<"keys" | "units" | "documents" | "contracts" | "commissions", number> {
  const { store } = tenant;
  const active = store.list("reservations").filter(({ value }) => isActive(tenant, value));
  const files = (table: "documents" | "contracts") =>
    surplus(store.list(table).map(({ value }) => `${value.reservationId}|${value.sha256}`));
  return {
    keys: surplus(active.flatMap(({ value }) => value.code ?? [])),
    units: surplus(active.map(({ value }) => String(value.unitId))),
    documents: files("documents"),
    contracts: files("contracts"),
    commissions: surplus(
      store
        .list("commissions")
        .filter(({ value }) => !value.cancelled)
        .map(({ value }) => String(value.reservationId)),
    ),
  };
}

/** How many there are more than different ones. */
function surplus(keys: readonly string[]): number {
  return keys.length - new Set(keys).size;
}
