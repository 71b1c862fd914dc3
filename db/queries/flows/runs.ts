import { and, desc, eq, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { subjects } from "../../schema/flows.ts";
import { tasks } from "../../schema/tasks.ts";
import { organizations } from "../../schema/people.ts";
import type { TaskRow } from "../tasks/tasks.ts";

interface NewRun {
  organizationId: number;
  integrationId: number;
  subjectId: number;
  operation: string;
  flow: string;
  origin: "person" | "partner" | "schedule";
  requestedBy?: number | null;
  requestedName: string;
  nextTryAt: Date | null;
}

/** A pending run of a flow, dated today by the client's wall clock; null when one is pending already. */
export async function insertRun(tx: Queryable, run: NewRun): Promise<{ id: number } | null> {
  const today = sql`(select daterange((now() at time zone ${organizations.timeZone})::date, (now() at time zone ${organizations.timeZone})::date, '[]') from ${organizations} where ${organizations.id} = ${run.organizationId})`;
  const [row] = await tx
    .insert(tasks)
    .values({ ...run, period: today as never })
    .onConflictDoNothing()
    .returning({ id: tasks.id });
  return row ?? null;
}

const isRun = (organizationId: number, subjectId: number, flow: string) =>
  and(
    eq(tasks.organizationId, organizationId),
    eq(tasks.subjectId, subjectId),
    eq(tasks.flow, flow),
  );

export async function findPendingRun(
  db: Queryable,
  organizationId: number,
  subjectId: number,
  flow: string,
): Promise<TaskRow | null> {
  const [row] = await db
    .select()
    .from(tasks)
    .where(and(isRun(organizationId, subjectId, flow), eq(tasks.status, "pending")));
  return row ?? null;
}

/** The newest run of this flow for the subject, whatever became of it; held until the transaction ends. */
export async function lockLastRun(
  db: Queryable,
  organizationId: number,
  subjectId: number,
  flow: string,
): Promise<TaskRow | null> {
  const [row] = await db
    .select()
    .from(tasks)
    .where(isRun(organizationId, subjectId, flow))
    .orderBy(desc(tasks.id))
    .limit(1)
    .for("no key update");
  return row ?? null;
}

/**
 * Makes a waiting run due now, and says whether it was waiting. One that waits after a failure is left unless
 * `evenAfterFailure`: every message would otherwise be one more call to a partner that asked for rest.
 */
export async function wakeRun(
  tx: Queryable,
  {
    organizationId,
    taskId,
    evenAfterFailure = false,
  }: { organizationId: number; taskId: number; evenAfterFailure?: boolean },
): Promise<boolean> {
  const calm = sql`exists (select from ${subjects} where ${subjects.organizationId} = ${tasks.organizationId} and ${subjects.id} = ${tasks.subjectId} and ${subjects.state} <> 'held' and ${subjects.lastErrorKind} is null)`;
  const rows = await tx
    .update(tasks)
    .set({ nextTryAt: null })
    .where(
      and(
        eq(tasks.organizationId, organizationId),
        eq(tasks.id, taskId),
        eq(tasks.status, "pending"),
        sql`${tasks.nextTryAt} is not null`,
        evenAfterFailure ? undefined : calm,
      ),
    )
    .returning({ id: tasks.id });
  return rows.length > 0;
}

/**
 * Takes the run for a new attempt if it is due; its number fences off every older one. `now` may
 * run ahead of the database's clock (tests), never behind it.
 */
export async function claimRun(
  db: Queryable,
  organizationId: number,
  taskId: number,
  generation: number,
  now: Date,
): Promise<TaskRow | null> {
  const [row] = await db
    .update(tasks)
    .set({
      attempt: sql`${tasks.attempt} + 1`,
      startedAt: sql`coalesce(${tasks.startedAt}, clock_timestamp())`,
      generationStartedAt: sql`coalesce(${tasks.generationStartedAt}, clock_timestamp())`,
      nextTryAt: null,
    })
    .where(
      and(
        eq(tasks.organizationId, organizationId),
        eq(tasks.id, taskId),
        eq(tasks.status, "pending"),
        eq(tasks.generation, generation),
        sql`(${tasks.nextTryAt} is null or ${tasks.nextTryAt} <= greatest(clock_timestamp(), ${now.toISOString()}::timestamptz) + interval '1 second')`,
        // What is held is let go by a person, not by time.
        sql`not exists (select from ${subjects} where ${subjects.organizationId} = ${tasks.organizationId} and ${subjects.id} = ${tasks.subjectId} and ${subjects.state} = 'held')`,
      ),
    )
    .returning();
  return row ?? null;
}
