import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "@/db/client.ts";
import { integrations, schedules } from "@/db/schema/integrations.ts";
import { organizations } from "@/db/schema/people.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { syncSchedules } from "./sync-schedules.ts";

const PAGE = 500;

/** Where a run was planned that was missing. */
interface Planned {
  organizationId: number;
  integrationId: number;
}

/**
 * A new version of a connector may bring operations that integrations registered before know nothing
 * of: each active integration gets the rows it lacks. What is planned keeps its moment. Returns the
 * integrations that lacked one.
 */
export async function planMissingSchedules(
  db: Database,
  registry: readonly Connector[],
  now: Date,
  report: (error: unknown) => void = () => undefined,
): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const connector of registry) await planFor(db, connector, now, planned, report);
  return planned;
}

async function planFor(
  db: Database,
  connector: Connector,
  now: Date,
  planned: Planned[],
  report: (error: unknown) => void,
): Promise<void> {
  const operations = Object.keys(connector.operations).filter(
    (name) => connector.operations[name]?.schedule.kind !== "demand",
  );
  if (operations.length === 0) return;
  const known = sql`(select count(*) from ${schedules} where ${schedules.organizationId} = ${integrations.organizationId} and ${schedules.integrationId} = ${integrations.id} and ${schedules.operation} in ${operations})`;
  for (let after = 0; ;) {
    const page = await db
      .select({
        organizationId: integrations.organizationId,
        integrationId: integrations.id,
        active: integrations.active,
        intervalMinutes: integrations.intervalMinutes,
        timeZone: organizations.timeZone,
      })
      .from(integrations)
      .innerJoin(organizations, eq(organizations.id, integrations.organizationId))
      .where(
        and(
          gt(integrations.id, after),
          eq(integrations.active, true),
          eq(integrations.connectorId, connector.id),
          sql`${known} < ${operations.length}`,
        ),
      )
      .orderBy(asc(integrations.id))
      .limit(PAGE);
    for (const { organizationId, integrationId, ...row } of page) {
      try {
        await db.transaction((tx) =>
          syncSchedules(tx, connector, { organizationId, integrationId, ...row }, now),
        );
        planned.push({ organizationId, integrationId });
      } catch (error) {
        // One client's registration keeps nobody else's runs from being planned.
        report(error);
      }
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.integrationId;
  }
}
