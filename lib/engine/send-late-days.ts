import type { Database, Transaction } from "@/db/client.ts";
import { listAccountDays } from "@/db/queries/days/account-days.ts";
import { hasFilePerBranch } from "@/db/queries/days/day-plans.ts";
import { claimLateSender, type LateSender, listRestlessDays } from "@/db/queries/days/late-days.ts";
import { listIntegrationBranches } from "@/db/queries/integrations/integrations-for-engine.ts";
import type { Connector, Operation } from "@/lib/connectors/define.ts";
import { decideDayState } from "@/lib/core/day-account.ts";
import { hasDays } from "@/lib/core/due-day.ts";
import { addDays, dayInZone } from "@/lib/core/period.ts";
import { longestRun, planDays } from "@/lib/core/plan-days.ts";
import { requestTask } from "./request-task.ts";

/** Each integration is looked at this often. */
const EVERY_MS = 30 * 60_000;
/** A day goes out once nothing more has arrived of it for so long: an import brings it in pieces. */
const QUIET_MS = 30 * 60_000;

/**
 * Sends days again that changed after they were delivered, for integrations that are set to, where
 * the partner replaces a day. Returns how many tasks were asked for.
 */
export async function sendLateDays(
  db: Database,
  registry: readonly Connector[],
  now: Date,
  report: (error: unknown) => void = () => undefined,
): Promise<number> {
  let tasks = 0;
  for (;;) {
    try {
      const sent = await db.transaction(async (tx) => {
        const sender = await claimLateSender(tx, new Date(now.getTime() - EVERY_MS), now);
        return sender && sendFor(tx, registry, sender, now);
      });
      if (sent === null) return tasks;
      tasks += sent;
    } catch (error) {
      // The claim went back with the rest: this round ends, or it would come again at once.
      report(error);
      return tasks;
    }
  }
}

async function sendFor(
  tx: Transaction,
  registry: readonly Connector[],
  sender: LateSender,
  now: Date,
): Promise<number> {
  const { organizationId, integrationId, timeZone, lateDays } = sender;
  const today = dayInZone(now, timeZone);
  const period = { first: addDays(today, -lateDays), last: addDays(today, -1) };
  const quiet = new Date(now.getTime() - QUIET_MS);
  const restless = await listRestlessDays(tx, organizationId, period, quiet);
  const branches = await listIntegrationBranches(tx, organizationId, integrationId);
  const operations = registry.find(({ id }) => id === sender.connectorId)?.operations ?? {};
  let tasks = 0;
  for (const [operation, work] of Object.entries(operations)) {
    if (!sendsLate(work)) continue;
    const place = { organizationId, integrationId, operation };
    const days = (await listAccountDays(tx, place, [operation], period))
      .map((row) => ({ ...row, state: decideDayState(row) }))
      // Missing days are for a person: nobody knows why they are.
      .filter(({ day, state }) => state !== "missing" && !restless.has(day));
    const { runs } = planDays(days, {
      maxDays: longestRun(work),
      branchIds: branches.map(({ id }) => id),
      secondSending: work.secondSending,
      filePerBranch: await hasFilePerBranch(tx, place),
      changed: true,
      off: false,
    });
    for (const { first, last, branchIds } of runs) {
      const requested = await requestTask(tx, {
        ...place,
        period: { first, last },
        origin: "schedule",
        requestedName: "Sistema",
        ...(branchIds === null ? {} : { parameters: { branchIds } }),
      });
      if ("taskId" in requested) tasks += 1;
    }
  }
  return tasks;
}

/** Whether an operation's changed days may go out by themselves: only where they replace. */
export const sendsLate = (operation: Operation): boolean =>
  hasDays(operation) && operation.secondSending?.effect === "replaces";
