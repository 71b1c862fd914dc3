import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { decisions, steps, subjects } from "../../schema/flows.ts";

export type StepRow = typeof steps.$inferSelect;

export interface StepPlace {
  organizationId: number;
  subjectId: number;
  flow: string;
  name: string;
  /** '' = the step itself. */
  item: string;
}

const isStep = (place: StepPlace) =>
  and(
    eq(steps.organizationId, place.organizationId),
    eq(steps.subjectId, place.subjectId),
    eq(steps.flow, place.flow),
    eq(steps.name, place.name),
    eq(steps.item, place.item),
  );

/** The journal of one flow of a subject, items included, in reading order. */
export async function listSteps(
  db: Queryable,
  organizationId: number,
  subjectId: number,
  flow: string,
): Promise<StepRow[]> {
  return db
    .select()
    .from(steps)
    .where(
      and(
        eq(steps.organizationId, organizationId),
        eq(steps.subjectId, subjectId),
        eq(steps.flow, flow),
      ),
    )
    .orderBy(asc(steps.position), asc(steps.id));
}

/**
 * Notes that a try begins, before any partner is called, and where the subject now stands. Its `begunAt` tells the next one that this
 * one may have got through.
 */
export async function startStep(
  tx: Queryable,
  place: StepPlace & {
    integrationId: number;
    label: string;
    position: number;
    supporting: boolean;
    taskId: number;
    attempt: number;
  },
): Promise<StepRow> {
  // An item moves its subject no further than its step did.
  const moved = tx.$with("moved").as(
    tx
      .update(subjects)
      .set({
        state: "running",
        taskId: place.taskId,
        currentStep: `${place.flow}/${place.name}`,
        nextTryAt: null,
        updatedAt: sql`clock_timestamp()`,
      })
      .where(
        and(
          eq(subjects.organizationId, place.organizationId),
          eq(subjects.id, place.subjectId),
          sql`${place.item} = ''`,
        ),
      )
      .returning({ id: subjects.id }),
  );
  const [row] = await tx
    .with(moved)
    .insert(steps)
    .values({ ...place, status: "running", begunAt: sql`clock_timestamp()` })
    .onConflictDoUpdate({
      target: [steps.organizationId, steps.subjectId, steps.flow, steps.name, steps.item],
      set: {
        status: "running",
        label: place.label,
        position: place.position,
        taskId: place.taskId,
        attempt: place.attempt,
        begunAt: sql`clock_timestamp()`,
        endedAt: null,
        nextTryAt: null,
      },
    })
    .returning();
  if (!row) throw new Error("a journal row came back empty");
  return row;
}

/** How a try ended. */
export async function endStep(
  tx: Queryable,
  place: StepPlace,
  change: Partial<typeof steps.$inferInsert>,
): Promise<void> {
  await tx
    .update(steps)
    .set({ endedAt: sql`clock_timestamp()`, ...change })
    .where(isStep(place));
}

/**
 * To be run again, whatever became of it; results and the mark of having begun stay, so that it
 * looks first. Items of a step go with it, except those that are done.
 */
export async function reopenSteps(
  tx: Queryable,
  of: { organizationId: number; subjectId: number; flow: string },
  names: readonly string[],
): Promise<number> {
  const rows = await tx
    .update(steps)
    .set({ status: "pending", tries: 0, nextTryAt: null, errorKind: null, errorReason: null })
    .where(
      and(
        eq(steps.organizationId, of.organizationId),
        eq(steps.subjectId, of.subjectId),
        eq(steps.flow, of.flow),
        inArray(steps.name, [...names]),
        sql`(${steps.item} = '' or ${steps.status} not in ('done', 'skipped'))`,
      ),
    )
    .returning({ id: steps.id });
  return rows.length;
}

/** A question was answered: the steps that asked, in whichever flow, stand in nobody's way any more. */
export async function endAskedSteps(
  tx: Queryable,
  of: { organizationId: number; subjectId: number },
  names: readonly string[],
): Promise<void> {
  await tx
    .update(steps)
    .set({ status: "skipped", errorKind: null, errorReason: null, nextTryAt: null })
    .where(
      and(
        eq(steps.organizationId, of.organizationId),
        eq(steps.subjectId, of.subjectId),
        inArray(steps.name, [...names]),
        eq(steps.status, "stuck"),
      ),
    );
}

/** What waited for a person is run again. */
export async function reopenStuckSteps(
  tx: Queryable,
  organizationId: number,
  subjectId: number,
  flow: string,
): Promise<void> {
  await tx
    .update(steps)
    .set({ status: "pending", tries: 0, nextTryAt: null, errorKind: null, errorReason: null })
    .where(
      and(
        eq(steps.organizationId, organizationId),
        eq(steps.subjectId, subjectId),
        eq(steps.flow, flow),
        inArray(steps.status, ["stuck", "failed"]),
      ),
    );
}

/** Whether a person reopened a step of the flow meanwhile. */
export async function hasReopenedStep(
  tx: Queryable,
  organizationId: number,
  subjectId: number,
  flow: string,
): Promise<boolean> {
  const [row] = await tx
    .select({ id: steps.id })
    .from(steps)
    .where(
      and(
        eq(steps.organizationId, organizationId),
        eq(steps.subjectId, subjectId),
        eq(steps.flow, flow),
        eq(steps.item, ""),
        eq(steps.status, "pending"),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Opens a decision for a person; one of a kind is open at a time, and a second says nothing new. */
export async function openDecision(
  tx: Queryable,
  decision: typeof decisions.$inferInsert,
): Promise<void> {
  await tx.insert(decisions).values(decision).onConflictDoNothing();
}
