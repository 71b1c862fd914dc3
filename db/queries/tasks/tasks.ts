import { and, eq, isNull, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "../../client.ts";
import { tasks } from "../../schema/tasks.ts";

export type TaskRow = typeof tasks.$inferSelect;

interface PeriodOfOperation {
  organizationId: number;
  integrationId: number;
  operation: string;
  period: { first: string; last: string };
}

const isTask = (organizationId: number, taskId: number) =>
  and(eq(tasks.organizationId, organizationId), eq(tasks.id, taskId));
const isOperation = (of: { organizationId: number; integrationId: number; operation: string }) =>
  and(
    eq(tasks.organizationId, of.organizationId),
    eq(tasks.integrationId, of.integrationId),
    eq(tasks.operation, of.operation),
  );

/** Requests and reprocesses of one operation wait for each other here instead of in a deadlock on the constraint. */
export async function lockOperation(
  tx: Queryable,
  of: { organizationId: number; integrationId: number; operation: string },
): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${of.organizationId}:${of.integrationId}:${of.operation}`}, 7300412))`,
  );
}

/** null when a pending task overlaps or the slot is taken: the constraints say so. */
export async function insertTask(
  tx: Queryable,
  task: typeof tasks.$inferInsert,
): Promise<{ id: number } | null> {
  const [row] = await tx
    .insert(tasks)
    .values(task)
    .onConflictDoNothing()
    .returning({ id: tasks.id });
  return row ?? null;
}

/** The lowest pending task of the same operation that shares a day with the period. */
export async function findPendingOverlap(
  db: Queryable,
  of: PeriodOfOperation,
): Promise<number | null> {
  const overlap = sql`${tasks.period} && daterange(${of.period.first}, ${of.period.last}, '[]')`;
  const [row] = await db
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(isOperation(of), isNull(tasks.subjectId), eq(tasks.status, "pending"), overlap))
    .orderBy(tasks.id)
    .limit(1);
  return row?.id ?? null;
}

/** What kept {@link insertTask} from inserting. */
export async function findTaskInTheWay(
  db: Queryable,
  of: PeriodOfOperation & { scheduledFor?: Date | undefined },
): Promise<{ conflictWith: number; sameSlot: boolean } | null> {
  if (of.scheduledFor) {
    const [row] = await db
      .select({ id: tasks.id })
      .from(tasks)
      .where(and(isOperation(of), eq(tasks.scheduledFor, of.scheduledFor)));
    if (row) return { conflictWith: row.id, sameSlot: true };
  }
  const id = await findPendingOverlap(db, of);
  return id === null ? null : { conflictWith: id, sameSlot: false };
}

export async function findTask(
  db: Queryable,
  organizationId: number,
  taskId: number,
): Promise<TaskRow | null> {
  const [row] = await db.select().from(tasks).where(isTask(organizationId, taskId));
  return row ?? null;
}

/**
 * Takes the task for a new attempt; its number fences off every older one. The first attempt of a
 * generation also notes what the database looks like, so that a later one reads the same movements.
 */
export async function claimTask(
  db: Queryable,
  organizationId: number,
  taskId: number,
  generation: number,
): Promise<TaskRow | null> {
  const [row] = await db
    .update(tasks)
    .set({
      attempt: sql`${tasks.attempt} + 1`,
      startedAt: sql`coalesce(${tasks.startedAt}, clock_timestamp())`,
      generationStartedAt: sql`coalesce(${tasks.generationStartedAt}, clock_timestamp())`,
      snapshot: sql`coalesce(${tasks.snapshot}, pg_current_snapshot()::text)`,
      nextTryAt: null,
    })
    .where(
      and(
        isTask(organizationId, taskId),
        eq(tasks.status, "pending"),
        eq(tasks.generation, generation),
      ),
    )
    .returning();
  return row ?? null;
}

/**
 * Holds the task for the rest of the transaction if this attempt is still the newest. The lock makes a
 * late write and a newer attempt's claim wait for each other, so that neither can slip between the
 * other's check and write. `anyStatus`: an answer that came after a cancellation still counts.
 */
export async function lockTask(
  tx: Transaction,
  task: { organizationId: number; id: number; attempt: number },
  options: { anyStatus?: boolean } = {},
): Promise<boolean> {
  const rows = await tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(
      and(
        isTask(task.organizationId, task.id),
        eq(tasks.attempt, task.attempt),
        options.anyStatus ? undefined : eq(tasks.status, "pending"),
      ),
    )
    .for("no key update");
  return rows.length > 0;
}

/** To be called in a transaction that holds the task. */
export async function updateTask(
  tx: Transaction,
  task: { organizationId: number; id: number },
  change: Partial<typeof tasks.$inferInsert>,
): Promise<void> {
  await tx.update(tasks).set(change).where(isTask(task.organizationId, task.id));
}

/** Compare-and-set of a *sent* task, once its partner has said what became of it. */
export async function finishSentTask(
  tx: Queryable,
  organizationId: number,
  taskId: number,
  change: Partial<typeof tasks.$inferInsert>,
): Promise<boolean> {
  const rows = await tx
    .update(tasks)
    .set(change)
    .where(and(isTask(organizationId, taskId), eq(tasks.status, "sent")))
    .returning({ id: tasks.id });
  return rows.length > 0;
}

/** The one way out of a failure: a new generation. null when another was faster. */
export async function reopenTask(
  tx: Queryable,
  organizationId: number,
  taskId: number,
): Promise<number | null> {
  const cleared = {
    failureKind: null,
    failureReason: null,
    generationStartedAt: null,
    snapshot: null,
    preparedAt: null,
    startedAt: null,
    finishedAt: null,
    cancelRequestedBy: null,
  };
  const [row] = await tx
    .update(tasks)
    .set({ status: "pending", generation: sql`${tasks.generation} + 1`, ...cleared })
    .where(and(isTask(organizationId, taskId), eq(tasks.status, "failed")))
    .returning({ generation: tasks.generation });
  return row?.generation ?? null;
}

/** Ends a pending task from outside its attempt: a cancellation, or a worker that never came back. */
export async function failPendingTask(
  tx: Queryable,
  task: {
    organizationId: number;
    taskId: number;
    generation?: number;
    kind: string;
    reason: string;
    cancelledBy?: string;
  },
): Promise<boolean> {
  const rows = await tx
    .update(tasks)
    .set({
      status: "failed",
      failureKind: task.kind,
      failureReason: task.reason,
      finishedAt: sql`clock_timestamp()`,
      nextTryAt: null,
      cancelRequestedBy: task.cancelledBy ?? null,
    })
    .where(
      and(
        isTask(task.organizationId, task.taskId),
        eq(tasks.status, "pending"),
        task.generation === undefined ? undefined : eq(tasks.generation, task.generation),
      ),
    )
    .returning({ id: tasks.id });
  return rows.length > 0;
}

/** Whether an attempt may go on: still pending and still the newest. */
export async function isCurrentAttempt(
  db: Queryable,
  task: { organizationId: number; id: number; attempt: number },
): Promise<boolean> {
  const rows = await db
    .select({ id: tasks.id })
    .from(tasks)
    .where(
      and(
        isTask(task.organizationId, task.id),
        eq(tasks.attempt, task.attempt),
        eq(tasks.status, "pending"),
      ),
    );
  return rows.length > 0;
}

/** The pending task of an operation, if there is one. */
export async function findPendingTask(
  db: Queryable,
  { organizationId, integrationId }: { organizationId: number; integrationId: number },
  operation: string,
): Promise<number | null> {
  const [row] = await db
    .select({ id: tasks.id })
    .from(tasks)
    .where(
      and(
        eq(tasks.organizationId, organizationId),
        eq(tasks.integrationId, integrationId),
        eq(tasks.operation, operation),
        eq(tasks.status, "pending"),
      ),
    )
    .limit(1);
  return row?.id ?? null;
}
