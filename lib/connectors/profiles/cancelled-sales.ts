import type { Branch } from "@/lib/core/movement.ts";
import type { Period } from "@/lib/core/period.ts";
import { addDays } from "@/lib/core/period.ts";
import type { TaskContext } from "../define.ts";

/**
 * Keys of the branch's sales that were cancelled within the period or on the day after it, for partners that
 * must not get a cancelled receipt at all. Only keys are kept: cancellations are few beside sales.
 */
export async function findCancelledSales(
  ctx: TaskContext,
  branch: Branch,
  period: Period,
): Promise<Set<string>> {
  const cancelled = new Set<string>();
  const scope = {
    branchIds: [branch.id],
    period: { first: period.first, last: addDays(period.last, 1) },
    lookup: true,
  } as const;
  for await (const sale of ctx.movements.sales(scope)) {
    if (sale.kind === "cancellation") cancelled.add(sale.originalKey || sale.documentKey);
  }
  return cancelled;
}
