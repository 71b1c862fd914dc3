import { and, eq, ne, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { steps, subjects } from "../../schema/flows.ts";
import { tasks } from "../../schema/tasks.ts";
import { writeJson } from "../../write-json.ts";

export type SubjectRow = typeof subjects.$inferSelect;

const isSubject = (organizationId: number, subjectId: number) =>
  and(eq(subjects.organizationId, organizationId), eq(subjects.id, subjectId));

/** The subject of this key, made if it is new: of any number who ask at once one makes it. */
export async function ensureSubject(
  tx: Queryable,
  subject: {
    organizationId: number;
    integrationId: number;
    kind: string;
    key: string;
    title?: string;
    announcedAt?: Date | null;
  },
): Promise<{ subject: SubjectRow; made: boolean }> {
  const [made] = await tx.insert(subjects).values(subject).onConflictDoNothing().returning();
  if (made) return { subject: made, made: true };
  const found = await findSubjectByKey(tx, subject);
  if (!found) throw new Error("a subject is in the way that cannot be seen");
  return { subject: found, made: false };
}

export async function findSubjectByKey(
  db: Queryable,
  of: { organizationId: number; integrationId: number; kind: string; key: string },
): Promise<SubjectRow | null> {
  const [row] = await db
    .select()
    .from(subjects)
    .where(
      and(
        eq(subjects.organizationId, of.organizationId),
        eq(subjects.integrationId, of.integrationId),
        eq(subjects.kind, of.kind),
        eq(subjects.key, of.key),
      ),
    );
  return row ?? null;
}

export async function findSubject(
  db: Queryable,
  organizationId: number,
  subjectId: number,
): Promise<SubjectRow | null> {
  const [row] = await db.select().from(subjects).where(isSubject(organizationId, subjectId));
  return row ?? null;
}

/** Merges into the subject's facts; a fact of null stays as null. */
export async function saveFacts(
  tx: Queryable,
  organizationId: number,
  subjectId: number,
  facts: Record<string, unknown>,
  title?: string,
): Promise<void> {
  await tx
    .update(subjects)
    .set({
      facts: sql`${subjects.facts} || ${writeJson(facts)}::jsonb`,
      ...(title === undefined ? {} : { title }),
      updatedAt: sql`clock_timestamp()`,
    })
    .where(isSubject(organizationId, subjectId));
}

/** How the subject stands, as lists and its page show it. */
export async function updateSubject(
  tx: Queryable,
  organizationId: number,
  subjectId: number,
  change: Partial<typeof subjects.$inferInsert>,
): Promise<void> {
  await tx
    .update(subjects)
    .set({ ...change, updatedAt: sql`clock_timestamp()` })
    .where(isSubject(organizationId, subjectId));
}

/** What the subject's other flows are at: one that waits for a person, and whether any goes on by itself. */
export async function findOtherRuns(
  tx: Queryable,
  organizationId: number,
  subjectId: number,
  flow: string,
): Promise<{ stuck: { kind: string; reason: string } | null; pending: boolean }> {
  const ofOthers = and(
    eq(steps.organizationId, organizationId),
    eq(steps.subjectId, subjectId),
    ne(steps.flow, flow),
    eq(steps.item, ""),
    eq(steps.status, "stuck"),
  );
  const [stuck] = await tx
    .select({ kind: steps.errorKind, reason: steps.errorReason })
    .from(steps)
    .where(ofOthers)
    .limit(1);
  const [pending] = await tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(
      and(
        eq(tasks.organizationId, organizationId),
        eq(tasks.subjectId, subjectId),
        ne(tasks.flow, flow),
        eq(tasks.status, "pending"),
      ),
    )
    .limit(1);
  return {
    stuck: stuck
      ? { kind: stuck.kind ?? "rejected", reason: stuck.reason ?? "A etapa parou." }
      : null,
    pending: pending !== undefined,
  };
}
