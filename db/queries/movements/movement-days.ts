import { and, asc, between, eq, inArray, sql } from "drizzle-orm";
import type { Period } from "@/lib/core/period.ts";
import type { Queryable } from "../../client.ts";
import { sales } from "../../schema/sales.ts";
import { branches } from "../../schema/people.ts";

/** What one branch sold on one day. */
export interface DayTotals {
  branchId: number;
  day: string;
  sales: number;
  salesCents: number;
  cancellations: number;
  cancellationsCents: number;
  returns: number;
  returnsCents: number;
}

/** Counts and totals a branch and day; days without movement are missing. */
export async function sumDays(
  db: Queryable,
  organizationId: number,
  period: Period,
  branchIds?: readonly number[],
): Promise<DayTotals[]> {
  const count = (kind: string) =>
    sql<number>`count(*) filter (where ${sales.kind} = ${kind})`.mapWith(Number);
  const sum = (kind: string) =>
    sql<number>`coalesce(sum(${sales.totalCents}) filter (where ${sales.kind} = ${kind}), 0)`.mapWith(
      Number,
    );
  return db
    .select({
      branchId: sales.branchId,
      day: sales.day,
      sales: count("sale"),
      salesCents: sum("sale"),
      cancellations: count("cancellation"),
      cancellationsCents: sum("cancellation"),
      returns: count("return"),
      returnsCents: sum("return"),
    })
    .from(sales)
    .where(
      and(
        eq(sales.organizationId, organizationId),
        between(sales.day, period.first, period.last),
        branchIds ? inArray(sales.branchId, [...branchIds]) : undefined,
      ),
    )
    .groupBy(sales.branchId, sales.day)
    .orderBy(asc(sales.branchId), asc(sales.day));
}

/** The organization's active branches, in the order of their own numbers. */
export async function listActiveBranches(
  db: Queryable,
  organizationId: number,
  limit: number,
): Promise<
  { id: number; code: string; name: string; cnpj: string; city: string; state: string }[]
> {
  return db
    .select({
      id: branches.id,
      code: branches.code,
      name: branches.name,
      cnpj: branches.cnpj,
      city: branches.city,
      state: branches.state,
    })
    .from(branches)
    .where(and(eq(branches.organizationId, organizationId), eq(branches.active, true)))
    .orderBy(sql`length(${branches.code})`, asc(branches.code))
    .limit(limit);
}
