import { and, desc, eq, gt, isNotNull, isNull } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { brakeMarks, brakes } from "../../schema/flows.ts";

export type BrakeRow = typeof brakes.$inferSelect;

interface Scope {
  organizationId: number;
  integrationId: number;
  kind: string;
}

const ofScope = (
  table: typeof brakes | typeof brakeMarks,
  { organizationId, integrationId, kind }: Scope,
) =>
  and(
    eq(table.organizationId, organizationId),
    eq(table.integrationId, integrationId),
    eq(table.kind, kind),
  );

/** Notes when this subject first asked to pass; returns that moment, however often it asks. */
export async function markBrake(
  tx: Queryable,
  scope: Scope,
  subjectId: number,
  at: Date,
): Promise<Date> {
  await tx
    .insert(brakeMarks)
    .values({ ...scope, subjectId, at })
    .onConflictDoNothing();
  const [row] = await tx
    .select({ at: brakeMarks.at })
    .from(brakeMarks)
    .where(and(ofScope(brakeMarks, scope), eq(brakeMarks.subjectId, subjectId)));
  return row?.at ?? at;
}

/** The marks after a moment. */
export async function listBrakeMarks(db: Queryable, scope: Scope, after: Date): Promise<Date[]> {
  const rows = await db
    .select({ at: brakeMarks.at })
    .from(brakeMarks)
    .where(and(ofScope(brakeMarks, scope), gt(brakeMarks.at, after)));
  return rows.map(({ at }) => at);
}

/** The brake that is pulled now, and when one was released last. */
export async function readBrake(
  db: Queryable,
  scope: Scope,
): Promise<{ engaged: BrakeRow | null; releasedAt: Date | null }> {
  const [engaged] = await db
    .select()
    .from(brakes)
    .where(and(ofScope(brakes, scope), isNull(brakes.releasedAt)));
  const [released] = await db
    .select({ releasedAt: brakes.releasedAt })
    .from(brakes)
    .where(and(ofScope(brakes, scope), isNotNull(brakes.releasedAt)))
    .orderBy(desc(brakes.releasedAt))
    .limit(1);
  return { engaged: engaged ?? null, releasedAt: released?.releasedAt ?? null };
}

/** Pulls the brake; of any number who pull at once one does. */
export async function engageBrake(
  tx: Queryable,
  scope: Scope,
  of: { count: number; reason: string; engagedAt: Date },
): Promise<void> {
  await tx
    .insert(brakes)
    .values({ ...scope, ...of })
    .onConflictDoNothing();
}
