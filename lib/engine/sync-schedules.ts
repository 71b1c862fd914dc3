import type { Queryable } from "@/db/client.ts";
import { readPlainSettings } from "@/db/queries/integrations/integrations-for-engine.ts";
import {
  listSchedules,
  moveSchedule,
  removeSchedules,
  type ScheduleRow,
  writeSchedule,
} from "@/db/queries/tasks/schedules.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { fitSchedule, moveToHour, nextRun, settingOfSchedule } from "@/lib/core/schedule.ts";

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
 * run that is already planned keeps its moment: saving a description must not put it off. An hour that
 * is a setting moves its run at once; an interval that is one does when it is shorter than what is left.
 */
export async function syncSchedules(
  tx: Queryable,
  connector: Connector | undefined,
  integration: ScheduledIntegration,
  now: Date,
): Promise<void> {
  const { organizationId, integrationId, active, intervalMinutes, timeZone } = integration;
  const operations =
    active && connector
      ? Object.entries(connector.operations).filter(
          ([, { schedule }]) => schedule.kind !== "demand",
        )
      : [];
  await removeSchedules(tx, {
    organizationId,
    integrationId,
    except: operations.map(([name]) => name),
  });
  const own = await readPlainSettings(
    tx,
    organizationId,
    integrationId,
    operations.flatMap(([, { schedule }]) => settingOfSchedule(schedule)),
  );
  const planned = new Map(
    (await listSchedules(tx, organizationId, integrationId)).map((row) => [
      row.operation,
      row.nextRunAt,
    ]),
  );
  for (const [operation, { schedule }] of operations) {
    const rule = fitSchedule(schedule, own);
    const old = planned.get(operation);
    if (old && rule.kind === "daily" && rule.setting !== undefined) {
      await moveRun(tx, { organizationId, integrationId, operation, nextRunAt: old }, (from) =>
        moveToHour(rule, from, now, timeZone),
      );
      continue;
    }
    const fresh = nextRun(rule, intervalMinutes, now, timeZone);
    // The integration's interval and the time zone are nothing to a rule of so many minutes.
    const replanned = integration.rhythmChanged && rule.kind !== "every";
    // A shorter interval takes effect at once even where the caller did not say that it changed.
    if (old && !replanned && old <= fresh) continue;
    await writeSchedule(tx, { organizationId, integrationId, operation, nextRunAt: fresh });
  }
}

type PlannedRun = Omit<ScheduleRow, "idleReason">;

/** A clock may fire the run while this save waits for its row: then the run after it is the one to move. */
async function moveRun(
  tx: Queryable,
  planned: PlannedRun,
  to: (from: Date) => Date,
): Promise<void> {
  const moved = to(planned.nextRunAt);
  if (moved.getTime() === planned.nextRunAt.getTime() || (await moveSchedule(tx, planned, moved)))
    return;
  const row = (await listSchedules(tx, planned.organizationId, planned.integrationId)).find(
    ({ operation }) => operation === planned.operation,
  );
  if (row) await moveSchedule(tx, row, to(row.nextRunAt));
}
