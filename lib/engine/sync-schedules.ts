import type { Queryable } from "@/db/client.ts";
import { listSchedules, removeSchedules, writeSchedule } from "@/db/queries/schedules.ts";
import type { Connector } from "../connectors/define.ts";
import { nextRun } from "../core/schedule.ts";

interface ScheduledIntegration {
  organizationId: number;
  integrationId: number;
  active: boolean;
  intervalMinutes: number;
  timeZone: string;
  /** The interval or the time zone was changed by this save: what was planned is planned anew. */
  rhythmChanged?: boolean;
}

/**
 * Brings an integration's schedule in line with its registration, in the transaction that saves it. A
 * run that is already planned keeps its moment: saving a description must not put it off.
 */
export async function syncSchedules(tx: Queryable, connector: Connector | undefined, integration: ScheduledIntegration, now: Date): Promise<void> {
  const { organizationId, integrationId, active, intervalMinutes, timeZone } = integration;
  const operations = active && connector ? Object.entries(connector.operations).filter(([, { schedule }]) => schedule.kind !== "demand") : [];
  await removeSchedules(tx, { organizationId, integrationId, except: operations.map(([name]) => name) });
  const planned = new Map((await listSchedules(tx, organizationId, integrationId)).map((row) => [row.operation, row.nextRunAt]));
  for (const [operation, { schedule }] of operations) {
    const fresh = nextRun(schedule, intervalMinutes, now, timeZone);
    const old = planned.get(operation);
    // A shorter interval takes effect at once even where the caller did not say that it changed.
    if (old && !integration.rhythmChanged && old <= fresh) continue;
    await writeSchedule(tx, { organizationId, integrationId, operation, nextRunAt: fresh });
  }
}
