import { isDeepStrictEqual } from "node:util";
import type { Database, Transaction } from "@/db/client.ts";
import {
  type BranchDay,
  type BranchDayFacts,
  listAccountedOperations,
  listBranchDays,
  lockAccount,
  type OperationOf,
  readDayFacts,
  saveBranchDays,
} from "@/db/queries/days/day-facts.ts";
import { decideTaskDay, sumTaskDays } from "@/lib/core/day-account.ts";
import type { Day } from "@/lib/core/period.ts";

/** A day of which the account said something else than the tables it is drawn from. */
export interface DayDifference extends OperationOf {
  branchId: number;
  day: Day;
  said: string;
  is: string;
}

/** Computes the account of days anew from a day on, puts right what differs, and returns it. */
export async function checkDays(
  db: Database,
  since: Day,
  signal?: AbortSignal,
): Promise<DayDifference[]> {
  const differences: DayDifference[] = [];
  for (const operation of await listAccountedOperations(db, since)) {
    signal?.throwIfAborted();
    differences.push(...(await db.transaction((tx) => checkOperation(tx, operation, since))));
  }
  return differences;
}

async function checkOperation(
  tx: Transaction,
  operation: OperationOf,
  since: Day,
): Promise<DayDifference[]> {
  await lockAccount(tx, operation);
  const is = new Map(
    computeDays(await readDayFacts(tx, operation, since)).map((day) => [keyOf(day), day]),
  );
  const said = new Map(
    (await listBranchDays(tx, operation, since)).map((day) => [keyOf(day), day]),
  );
  // What the account alone knows was noted by tasks whose notes are no longer kept.
  const wrong = [...is.values()].filter((day) => !isDeepStrictEqual(day, said.get(keyOf(day))));
  if (wrong.length > 0) await saveBranchDays(tx, operation, wrong);
  return wrong.map((day) => ({
    ...operation,
    branchId: day.branchId,
    day: day.day,
    said: describeDay(said.get(keyOf(day))),
    is: describeDay(day),
  }));
}

const keyOf = ({ branchId, day }: Pick<BranchDay, "branchId" | "day">) => `${branchId}:${day}`;

const describeDay = (day: BranchDay | undefined) =>
  day === undefined ? "nada" : `${day.outcome}, tarefa ${day.taskId}`;

/** Each branch's day from the facts of all tasks that were over it. */
function computeDays(facts: readonly BranchDayFacts[]): BranchDay[] {
  return [...Map.groupBy(facts, keyOf).values()].flatMap((tasks) => {
    const sum = sumTaskDays(tasks.map((task) => decideTaskDay(task)));
    const [{ branchId, day }] = tasks as [BranchDayFacts, ...BranchDayFacts[]];
    return sum ? { branchId, day, ...sum } : [];
  });
}
