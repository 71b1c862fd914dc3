import type { Database, Queryable, Transaction } from "@/db/client.ts";
import { readPlainSettings } from "@/db/queries/integrations/integrations-for-engine.ts";
import {
  type AccountedIntegration,
  type DayHead,
  insertHead,
  listDueHeads,
  listWithoutHead,
  lockHead,
  moveHead,
  writeDueDays,
} from "@/db/queries/days/day-heads.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { dueMoment, type DayRule, firstDueDay, hasDays } from "@/lib/core/due-day.ts";
import { addDays, type Day } from "@/lib/core/period.ts";
import { fitSchedule, settingOfSchedule } from "@/lib/core/schedule.ts";

/** A head whose type is gone, or whose turn failed, is looked at again after this. */
const IDLE_MS = 60 * 60_000;
/** One turn of a head after a long downtime; the next sweep goes on. */
const DAYS_A_TURN = 62;
const HEADS_A_SWEEP = 500;

/**
 * Writes which days of which branches have fallen due since it was last asked, also while the hub
 * stood still or had paused the integration. Returns how many heads moved on.
 */
export async function accountDueDays(
  db: Database,
  registry: readonly Connector[],
  now: Date,
  report: (error: unknown) => void = () => undefined,
): Promise<number> {
  for (const connector of registry) await beginHeads(db, connector, now, report);
  const due = await listDueHeads(db, now, HEADS_A_SWEEP);
  for (const { head, integration } of due) {
    try {
      await db.transaction((tx) => moveOn(tx, registry, head, integration, now));
    } catch (error) {
      // One client's registration keeps nobody else's days from being accounted for.
      report(error);
      await db.transaction((tx) =>
        moveHead(tx, head, { nextDay: head.nextDay, nextDueAt: new Date(+now + IDLE_MS) }),
      );
    }
  }
  return due.length;
}

/** An integration's account begins with the first day that falls due after it was activated. */
async function beginHeads(
  db: Database,
  connector: Connector,
  now: Date,
  report: (error: unknown) => void,
): Promise<void> {
  const operations = Object.entries(connector.operations).filter(([, each]) => hasDays(each));
  if (operations.length === 0) return;
  const names = operations.map(([name]) => name);
  for (let after = 0; ;) {
    const page = await listWithoutHead(db, connector.id, names, after);
    for (const integration of page) {
      try {
        for (const [operation, rule] of operations) {
          const fitted = await fitRule(db, integration, rule);
          const { intervalMinutes, timeZone, organizationId, integrationId } = integration;
          const first = firstDueDay(fitted, intervalMinutes, now, timeZone);
          await insertHead(db, {
            organizationId,
            integrationId,
            operation,
            nextDay: first.day,
            nextDueAt: first.at,
          });
        }
      } catch (error) {
        report(error);
      }
    }
    const last = page.at(-1);
    if (!last) return;
    after = last.integrationId;
  }
}

async function moveOn(
  tx: Transaction,
  registry: readonly Connector[],
  head: DayHead,
  integration: AccountedIntegration,
  now: Date,
): Promise<void> {
  if (!(await lockHead(tx, head))) return;
  const rule = registry.find(({ id }) => id === integration.connectorId)?.operations[
    head.operation
  ];
  if (!rule || !hasDays(rule)) {
    await moveHead(tx, head, { nextDay: head.nextDay, nextDueAt: new Date(+now + IDLE_MS) });
    return;
  }
  const fitted = await fitRule(tx, integration, rule);
  const days: Array<{ day: Day; at: Date }> = [];
  const momentOf = (day: Day) =>
    dueMoment(fitted, integration.intervalMinutes, day, integration.timeZone);
  let day = head.nextDay;
  let at = momentOf(day);
  while (at <= now && days.length < DAYS_A_TURN) {
    days.push({ day, at });
    day = addDays(day, 1);
    at = momentOf(day);
  }
  if (days.length > 0 && !integration.forgotten)
    await writeDueDays(tx, head, days, !integration.expected);
  await moveHead(tx, head, { nextDay: day, nextDueAt: at });
}

/** The rule with the integration's own hour in it. */
async function fitRule(
  db: Queryable,
  { organizationId, integrationId }: AccountedIntegration,
  { schedule, period }: DayRule,
): Promise<DayRule> {
  const own = await readPlainSettings(
    db,
    organizationId,
    integrationId,
    settingOfSchedule(schedule),
  );
  return { schedule: fitSchedule(schedule, own), period };
}
