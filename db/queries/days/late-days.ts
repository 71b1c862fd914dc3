import { and, eq, sql } from "drizzle-orm";
import type { Day, Period } from "@/lib/core/period.ts";
import type { Queryable, Transaction } from "../../client.ts";
import { integrations } from "../../schema/integrations.ts";

/** An integration that sends late movement by itself. */
export interface LateSender {
  organizationId: number;
  integrationId: number;
  connectorId: string;
  timeZone: string;
  lateDays: number;
}

/**
 * Takes one integration whose changed days were not looked at since `before`, and notes that they
 * are now; null when there is none. Of many engines one gets it.
 */
export async function claimLateSender(
  tx: Transaction,
  before: Date,
  now: Date,
): Promise<LateSender | null> {
  const [row] = await tx.execute<{
    organization: string;
    integration: string;
    connector: string;
    zone: string;
    days: number;
  }>(sql`
    update integrations i set late_looked_at = ${now.toISOString()}::timestamptz
      from organizations o
     where o.id = i.organization_id and i.organization_id = o.id and (i.organization_id, i.id) = (
       select l.organization_id, l.id from integrations l join organizations p on p.id = l.organization_id and p.active
        where l.late_days > 0 and l.active and (l.late_looked_at is null or l.late_looked_at < ${before.toISOString()}::timestamptz)
          and not exists (select from restore_holds h where h.organization_id = l.organization_id and h.integration_id = l.id and h.released_at is null)
        order by l.id limit 1 for update of l skip locked)
    returning i.organization_id as organization, i.id as integration, i.connector_id as connector, o.time_zone as zone, i.late_days as days`);
  return row
    ? {
        organizationId: Number(row.organization),
        integrationId: Number(row.integration),
        connectorId: row.connector,
        timeZone: row.zone,
        lateDays: row.days,
      }
    : null;
}

/** Days of the period of which something arrived after `since`: what may still be coming in. */
export async function listRestlessDays(
  db: Queryable,
  organizationId: number,
  period: Period,
  since: Date,
): Promise<Set<Day>> {
  const rows = await db.execute<{ day: Day }>(sql`
    select distinct day::text from movement_changes
     where organization_id = ${organizationId} and day between ${period.first}::date and ${period.last}::date and changed_at > ${since.toISOString()}::timestamptz`);
  return new Set(rows.map(({ day }) => day));
}

/** Sets how far back changed days are sent again by themselves; 0 = none. */
export async function updateLateDays(
  tx: Queryable,
  { organizationId, integrationId }: { organizationId: number; integrationId: number },
  lateDays: number,
): Promise<void> {
  await tx
    .update(integrations)
    .set({ lateDays, lateLookedAt: null })
    .where(
      and(eq(integrations.organizationId, organizationId), eq(integrations.id, integrationId)),
    );
}
