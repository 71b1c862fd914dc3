import { and, asc, eq, lte, not, notInArray, or, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "../../client.ts";
import { schedules } from "../../schema/integrations.ts";

export type ScheduleRow = typeof schedules.$inferSelect;

/** Which schedule. */
export type ScheduleKey = Pick<ScheduleRow, "organizationId" | "integrationId" | "operation">;

const isSchedule = (row: ScheduleKey) =>
  and(
    eq(schedules.organizationId, row.organizationId),
    eq(schedules.integrationId, row.integrationId),
    eq(schedules.operation, row.operation),
  );

/**
 * One schedule that is due, is not among `except`, and that no other clock holds; the transaction
 * keeps it from the others.
 */
export async function claimDueSchedule(
  tx: Transaction,
  now: Date,
  except: readonly ScheduleKey[] = [],
): Promise<ScheduleRow | null> {
  const [row] = await tx
    .select()
    .from(schedules)
    .where(
      and(
        lte(schedules.nextRunAt, now),
        except.length > 0 ? not(or(...except.map(isSchedule))!) : undefined,
        // In a restored copy nothing runs by itself until a person has looked.
        sql`not exists (select from restore_holds h where h.organization_id = ${schedules.organizationId} and h.integration_id = ${schedules.integrationId} and h.released_at is null)`,
      ),
    )
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

/**
 * Moves a schedule on, unless it was saved anew since it was read; false when it was. Compared as it
 * was read: a Date knows milliseconds, the database may hold less than one more.
 */
export async function moveSchedule(
  tx: Queryable,
  row: Omit<ScheduleRow, "idleReason">,
  nextRunAt: Date,
): Promise<boolean> {
  const moved = await tx
    .update(schedules)
    .set({ nextRunAt })
    .where(
      and(
        isSchedule(row),
        sql`date_trunc('milliseconds', ${schedules.nextRunAt}) = ${row.nextRunAt.toISOString()}::timestamptz`,
      ),
    )
    .returning({ operation: schedules.operation });
  return moved.length > 0;
}

/**
 * Puts off a schedule whose turn failed, whatever stands in it, if it is still due: nothing that was
 * read of it takes part, since that may be what failed.
 */
export async function deferSchedule(db: Queryable, key: ScheduleKey, from: Date, to: Date) {
  await db
    .update(schedules)
    .set({ nextRunAt: to })
    .where(and(isSchedule(key), lte(schedules.nextRunAt, from)));
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
