import { listAccountDays } from "@/db/queries/days/account-days.ts";
import { hasFilePerBranch, readSecondsPerDay } from "@/db/queries/days/day-plans.ts";
import { findRunTarget, listRunBranches, type RunTarget } from "@/db/queries/tasks/run-targets.ts";
import type { Queryable } from "@/db/client.ts";
import type { Operation } from "@/lib/connectors/define.ts";
import { decideDayState } from "@/lib/core/day-account.ts";
import { hasDays } from "@/lib/core/due-day.ts";
import { addDays, dayInZone, isDay, type Period } from "@/lib/core/period.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { type DayPlan, longestRun, planDays } from "@/lib/core/plan-days.ts";
import { findConnector } from "@/lib/registry.ts";
import { notFound, Refusal } from "../define-use-case.ts";
import type { PlanInput } from "./plan-input.ts";

/** How far back days are looked for that nobody named. */
const LOOK_BACK_DAYS = 90;

/** What one operation of an integration would send. */
export interface OperationPlan extends DayPlan {
  target: RunTarget;
  operation: string;
  label: string;
  /** From its own tasks before; null when there were none. */
  seconds: number | null;
  /** Why nothing of it can run now. */
  obstacle: string | null;
}

/**
 * Lists what is missing of each integration. A client sends only what it may force by hand; an agent
 * sends whatever has days.
 */
export async function buildPlans(
  tx: Queryable,
  actor: Actor,
  input: PlanInput,
  now: Date,
): Promise<OperationPlan[]> {
  const plans: OperationPlan[] = [];
  for (const id of new Set(input.integrationIds)) {
    const target = (await findRunTarget(tx, id)) ?? notFound("Integração não encontrada.");
    const connector = target.retired ? undefined : findConnector(target.connectorId);
    for (const [operation, work] of Object.entries(connector?.operations ?? {})) {
      if (!hasDays(work) || (input.operation !== "" && input.operation !== operation)) continue;
      if (actor.organizationId !== null && !work.manualRun) continue;
      plans.push(await planOperation(tx, target, operation, work, input, now));
    }
  }
  return plans;
}

async function planOperation(
  tx: Queryable,
  target: RunTarget,
  operation: string,
  work: Operation,
  input: PlanInput,
  now: Date,
): Promise<OperationPlan> {
  const place = { ...target, operation };
  const branchIds = await listRunBranches(tx, target);
  const period = readPeriod(input, addDays(dayInZone(now, target.timeZone), -1));
  const rows = await listAccountDays(tx, target, [operation], period);
  const plan = planDays(
    rows.map((row) => ({ ...row, state: decideDayState(row) })),
    {
      maxDays: longestRun(work),
      branchIds,
      branchId: input.branchId,
      secondSending: work.secondSending,
      filePerBranch: await hasFilePerBranch(tx, place),
      changed: input.changed,
      off: input.off,
    },
  );
  const perDay = await readSecondsPerDay(tx, place);
  const days = plan.runs.reduce((sum, run) => sum + run.days, 0);
  return {
    ...plan,
    target,
    operation,
    label: work.label,
    seconds: perDay === null ? null : Math.ceil(perDay * days),
    obstacle: findObstacle(target, branchIds),
  };
}

function readPeriod({ first, last }: PlanInput, yesterday: string): Period {
  const period = {
    first: first || addDays(yesterday, 1 - LOOK_BACK_DAYS),
    last: last || yesterday,
  };
  if (!isDay(period.first) || !isDay(period.last) || period.first > period.last)
    throw new Refusal({
      kind: "invalid",
      message: "Escolha um período em que a data inicial não seja posterior à final.",
    });
  return { ...period, last: period.last > yesterday ? yesterday : period.last };
}

function findObstacle(target: RunTarget, branchIds: readonly number[]): string | null {
  if (!target.organizationActive) return "O cliente está inativo. Ative-o primeiro.";
  if (target.pausedReason !== null)
    return "A integração está pausada. Corrija o motivo e ative-a novamente.";
  if (!target.active) return "A integração está inativa. Ative-a primeiro.";
  return branchIds.length === 0 ? "Nenhuma filial ativa está selecionada." : null;
}
