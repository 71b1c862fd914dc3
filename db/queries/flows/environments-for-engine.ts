import { and, asc, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { environments } from "../../schema/environments.ts";
import { subjects } from "../../schema/flows.ts";
import { tasks } from "../../schema/tasks.ts";

export type EnvironmentRow = typeof environments.$inferSelect;

const isEnvironment = (organizationId: number, environmentId: number) =>
  and(eq(environments.organizationId, organizationId), eq(environments.id, environmentId));

export async function listEnvironments(
  db: Queryable,
  organizationId: number,
  integrationId: number,
): Promise<EnvironmentRow[]> {
  return db
    .select()
    .from(environments)
    .where(
      and(
        eq(environments.organizationId, organizationId),
        eq(environments.integrationId, integrationId),
      ),
    )
    .orderBy(asc(environments.id));
}

/** An answer came with these credentials. Written at most once a minute: it is a sign of life, no count. */
export async function recordEnvironmentOk(
  db: Queryable,
  organizationId: number,
  environmentId: number,
  now: Date,
): Promise<void> {
  const minuteAgo = new Date(now.getTime() - 60_000);
  await db
    .update(environments)
    .set({ lastOkAt: now })
    .where(
      and(
        isEnvironment(organizationId, environmentId),
        or(isNull(environments.lastOkAt), lt(environments.lastOkAt, minuteAgo)),
      ),
    );
}

export async function recordEnvironmentError(
  db: Queryable,
  organizationId: number,
  environmentId: number,
  error: { at: Date; kind: string; sentence: string },
): Promise<void> {
  await db
    .update(environments)
    .set({ lastErrorAt: error.at, lastErrorKind: error.kind, lastError: error.sentence })
    .where(isEnvironment(organizationId, environmentId));
}

/**
 * Refused credentials, or a person: what needs this system stands still until it is released. false
 * = it stood still already.
 */
export async function pauseEnvironment(
  tx: Queryable,
  organizationId: number,
  environmentId: number,
  now: Date,
  reason: string,
): Promise<boolean> {
  const rows = await tx
    .update(environments)
    .set({ pausedAt: now, pausedReason: reason })
    .where(and(isEnvironment(organizationId, environmentId), isNull(environments.pausedAt)))
    .returning({ id: environments.id });
  return rows.length > 0;
}

export async function unpauseEnvironment(
  tx: Queryable,
  organizationId: number,
  environmentId: number,
): Promise<void> {
  await tx
    .update(environments)
    .set({ pausedAt: null, pausedReason: null })
    .where(isEnvironment(organizationId, environmentId));
}

/**
 * Lets held subjects go: those held for this environment, or (null) those held for another reason.
 * Returns their pending runs.
 */
export async function releaseSubjects(
  tx: Queryable,
  of: { organizationId: number; integrationId: number; environmentId: number | null },
): Promise<Array<{ subjectId: number; taskId: number; generation: number }>> {
  const rows = await tx
    .update(subjects)
    .set({
      state: "waiting",
      heldForEnvironmentId: null,
      lastErrorKind: null,
      lastError: null,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(
      and(
        eq(subjects.organizationId, of.organizationId),
        eq(subjects.integrationId, of.integrationId),
        eq(subjects.state, "held"),
        of.environmentId === null
          ? isNull(subjects.heldForEnvironmentId)
          : eq(subjects.heldForEnvironmentId, of.environmentId),
      ),
    )
    .returning({ id: subjects.id });
  if (rows.length === 0) return [];
  const ids = sql.join(
    rows.map(({ id }) => sql`${id}`),
    sql`, `,
  );
  const waiting = await tx
    .update(tasks)
    .set({ nextTryAt: null })
    .where(
      and(
        eq(tasks.organizationId, of.organizationId),
        eq(tasks.status, "pending"),
        sql`${tasks.subjectId} in (${ids})`,
      ),
    )
    .returning({ subjectId: tasks.subjectId, taskId: tasks.id, generation: tasks.generation });
  return waiting.flatMap((run) =>
    run.subjectId === null ? [] : [{ ...run, subjectId: run.subjectId }],
  );
}
