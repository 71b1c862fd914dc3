import type { Transaction } from "@/db/client.ts";
import { readPlainSettings } from "@/db/queries/integrations/integrations-for-engine.ts";
import { listPendingTaskIds, releaseHold } from "@/db/queries/restore/restore-holds.ts";
import { findTasksWithoutJob } from "@/db/queries/tasks/lost-jobs.ts";
import { listSchedules, moveSchedule } from "@/db/queries/tasks/schedules.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { dueSlots, fitSchedule, nextRun, settingOfSchedule } from "@/lib/core/schedule.ts";
import { cancelTask } from "./cancel-task.ts";
import { enqueueLostTask } from "./enqueue-lost-task.ts";
import { LOST_TASK, RUN_FLOW, RUN_TASK } from "./queues.ts";

/** An integration of a restored database, with what its schedules need. */
export interface HeldIntegration {
  organizationId: number;
  integrationId: number;
  intervalMinutes: number;
  timeZone: string;
}

/** Slots that were due since the copy was made, by the name of their operation. */
export async function countHeldSlots(
  tx: Transaction,
  connector: Connector | undefined,
  held: HeldIntegration,
  now: Date,
): Promise<Array<{ operation: string; label: string; count: number }>> {
  const counted: Array<{ operation: string; label: string; count: number }> = [];
  for (const { row, rule, label } of await listRules(tx, connector, held)) {
    const { slots } = dueSlots(
      rule,
      held.intervalMinutes,
      row.nextRunAt,
      now,
      held.timeZone,
      "all",
      MOST_SLOTS,
    );
    if (slots.length > 0) counted.push({ operation: row.operation, label, count: slots.length });
  }
  return counted;
}

const MOST_SLOTS = 1_000;

/**
 * Lets an integration go on. `run`: what was pending runs, and slots that passed follow the connector's
 * own rule for missed ones. `skip`: what was pending is cancelled and the next slot is the next from
 * now. null when it was not held.
 */
export async function releaseHeldIntegration(
  tx: Transaction,
  connector: Connector | undefined,
  held: HeldIntegration,
  { what, by, now }: { what: "run" | "skip"; by: string; now: Date },
): Promise<{ tasks: number } | null> {
  if (!(await releaseHold(tx, held, by))) return null;
  if (what === "run") {
    const waiting = await findTasksWithoutJob(tx, [RUN_TASK, RUN_FLOW, LOST_TASK], held);
    for (const task of waiting) await enqueueLostTask(tx, task);
    return { tasks: waiting.length };
  }
  const pending = await listPendingTaskIds(tx, held);
  for (const taskId of pending)
    await cancelTask(tx, { organizationId: held.organizationId, taskId, cancelledBy: by });
  for (const { row, rule } of await listRules(tx, connector, held)) {
    if (row.nextRunAt > now) continue;
    await moveSchedule(tx, row, nextRun(rule, held.intervalMinutes, now, held.timeZone));
  }
  return { tasks: pending.length };
}

async function listRules(
  tx: Transaction,
  connector: Connector | undefined,
  { organizationId, integrationId }: HeldIntegration,
) {
  const rows = await listSchedules(tx, organizationId, integrationId);
  const rules = rows.flatMap((row) => {
    const operation = connector?.operations[row.operation];
    return operation ? [{ row, operation }] : [];
  });
  const own = await readPlainSettings(
    tx,
    organizationId,
    integrationId,
    rules.flatMap(({ operation }) => settingOfSchedule(operation.schedule)),
  );
  return rules.map(({ row, operation }) => ({
    row,
    label: operation.label,
    rule: fitSchedule(operation.schedule, own),
  }));
}
