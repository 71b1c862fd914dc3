import type { DayState } from "./day-account.ts";
import { addDays, type Day, type Period } from "./period.ts";
import type { PeriodRule } from "./schedule.ts";
import type { SecondSending } from "./second-sending.ts";

/** A branch's day that may have to go out. */
export interface OpenDay {
  branchId: number;
  day: Day;
  state: DayState;
}

/** What decides how days may be sent. */
export interface PlanRule {
  /** The longest period of one task. */
  maxDays: number;
  /** Branches that a task without any named would send. */
  branchIds: readonly number[];
  /** The one branch that is looked at; null = all. How the others stand still decides how it may go. */
  branchId?: number | null;
  secondSending: SecondSending | undefined;
  /** Every file of the operation so far named its branch. */
  filePerBranch: boolean;
  /** Send days again that changed after they were delivered. */
  changed: boolean;
  /** Send days too that passed while a person had it switched off. */
  off: boolean;
}

/** One task of a plan. */
export interface PlannedRun extends Period {
  /** null = every branch. */
  branchIds: number[] | null;
  days: number;
}

/** Why a day that is open is not in the plan. `again`: the partner may count it twice, or refuses it. */
export interface LeftOutDay {
  day: Day;
  why: "again" | "running";
}

/** What a plan consists of. */
export interface DayPlan {
  runs: PlannedRun[];
  leftOut: LeftOutDay[];
}

/**
 * The tasks that bring the partner the days it lacks, and nothing else where that can be helped. A
 * day stands in one task at most, since two pending tasks never share a day.
 */
export function planDays(days: readonly OpenDay[], rule: PlanRule): DayPlan {
  const leftOut: LeftOutDay[] = [];
  const wanted: Array<{ day: Day; branchIds: number[] | null }> = [];
  const byDay = Map.groupBy(
    days.filter(({ branchId }) => rule.branchIds.includes(branchId)),
    ({ day }) => day,
  );
  for (const day of [...byDay.keys()].toSorted()) {
    const all = byDay.get(day) ?? [];
    const open = all.filter(
      ({ branchId, state }) => isWanted(state, rule) && (rule.branchId ?? branchId) === branchId,
    );
    if (open.length === 0) continue;
    if (all.some(({ state }) => state === "pending")) leftOut.push({ day, why: "running" });
    else {
      const branchIds = chooseBranches(open, all, rule);
      if (branchIds === undefined) leftOut.push({ day, why: "again" });
      else wanted.push({ day, branchIds });
    }
  }
  return { runs: joinDays(wanted, rule.maxDays), leftOut };
}

const isWanted = (state: DayState, rule: PlanRule): boolean =>
  state === "missing" ||
  (state === "off" && rule.off) ||
  (state === "changed" && rule.changed && mayGoAgain(rule));

/** The longest period of one task: as long as may be forced by hand, or as its own runs span. */
export const longestRun = ({
  manualRun,
  period,
}: {
  manualRun?: { maxDays: number } | undefined;
  period: PeriodRule;
}): number => manualRun?.maxDays ?? period.firstDaysBack - period.lastDaysBack + 1;

/** Whether the partner makes the best of a day that it gets a second time. */
const mayGoAgain = ({ secondSending }: Pick<PlanRule, "secondSending">): boolean =>
  secondSending?.effect === "replaces" || secondSending?.effect === "adds_difference";

/**
 * null = all branches; undefined = none may go. A partner that replaces a day gets it whole, or it
 * might lose the branches that are not in the file.
 */
function chooseBranches(
  open: readonly OpenDay[],
  all: readonly OpenDay[],
  rule: PlanRule,
): number[] | null | undefined {
  const ids = open.map(({ branchId }) => branchId).toSorted((a, b) => a - b);
  if (rule.branchIds.every((id) => ids.includes(id))) return null;
  const delivered = all.some(({ state }) => !["missing", "off", "waiting"].includes(state));
  if (!delivered && !rule.filePerBranch) return null;
  if (rule.filePerBranch) return ids;
  if (rule.secondSending?.effect === "adds_difference") return ids;
  return rule.secondSending?.effect === "replaces" ? null : undefined;
}

/** Days in a row that go to the same branches are one task. */
function joinDays(
  wanted: ReadonlyArray<{ day: Day; branchIds: number[] | null }>,
  maxDays: number,
): PlannedRun[] {
  const runs: PlannedRun[] = [];
  for (const { day, branchIds } of wanted) {
    const run = runs.at(-1);
    const same =
      run !== undefined &&
      run.days < maxDays &&
      addDays(run.last, 1) === day &&
      String(run.branchIds) === String(branchIds);
    if (same) {
      run.last = day;
      run.days += 1;
    } else runs.push({ first: day, last: day, branchIds, days: 1 });
  }
  return runs;
}
