import { and, asc, eq, lte, notInArray, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "../../client.ts";
import { schedules } from "../../schema/integrations.ts";

export type ScheduleRow = typeof schedules.$inferSelect;

const isSchedule = (row: { organizationId: number; integrationId: number; operation: string }) =>
  and(
    eq(schedules.organizationId, row.organizationId),
    eq(schedules.integrationId, row.integrationId),
    eq(schedules.operation, row.operation),
  );

/** One schedule that is due and that no other clock holds; the transaction keeps it from the others. */
export async function claimDueSchedule(tx: Transaction, now: Date): Promise<ScheduleRow | null> {
  const [row] = await tx
    .select()
    .from(schedules)
    .where(lte(schedules.nextRunAt, now))
    .orderBy(asc(schedules.nextRunAt))
    .limit(1)
    .for("update", { skipLocked: true });
  return row ?? null;
}

export async function listSchedules(
  db: Queryable,
  organizationId: number,
  integrationId: number,
): Promise<ScheduleRow[]> {
  return db
    .select()
    .from(schedules)
    .where(
      and(eq(schedules.organizationId, organizationId), eq(schedules.integrationId, integrationId)),
    );
}

export async function writeSchedule(
  tx: Queryable,
  row: Omit<ScheduleRow, "idleReason">,
): Promise<void> {
  await tx
    .insert(schedules)
    .values(row)
    .onConflictDoUpdate({
      target: [schedules.organizationId, schedules.integrationId, schedules.operation],
      set: { nextRunAt: row.nextRunAt, idleReason: null },
    });
}

export async function setIdleReason(
  tx: Queryable,
  row: ScheduleRow,
  idleReason: string | null,
): Promise<void> {
  await tx.update(schedules).set({ idleReason }).where(isSchedule(row));
}

/** Moves a schedule on, unless it was saved anew since it was read; false when it was. */
export async function moveSchedule(
  tx: Queryable,
  row: Omit<ScheduleRow, "idleReason">,
  nextRunAt: Date,
): Promise<boolean> {
  const moved = await tx
    .update(schedules)
    .set({ nextRunAt })
    .where(and(isSchedule(row), eq(schedules.nextRunAt, row.nextRunAt)))
    .returning({ operation: schedules.operation });
  return moved.length > 0;
}

export async function removeSchedules(
  tx: Queryable,
  of: { organizationId: number; integrationId: number; except?: readonly string[] },
): Promise<void> {
  const kept = of.except?.length ? notInArray(schedules.operation, [...of.except]) : sql`true`;
  await tx
    .delete(schedules)
    .where(
      and(
        eq(schedules.organizationId, of.organizationId),
        eq(schedules.integrationId, of.integrationId),
        kept,
      ),
    );
}
