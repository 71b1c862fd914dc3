import { and, eq, exists, isNotNull, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { reservations, steps, subjects } from "../../schema/flows.ts";
import type { WatchedReservation } from "./reservations-for-flow.ts";

interface Followed {
  organizationId: number;
  integrationId: number;
  /** The step that ends the main line, and its flow: what it did not reach is still on its way. */
  flow: string;
  step: string;
}

/** Carried by us, in rest, and neither cancelled nor rescinded on both sides. */
function isFollowed(db: Queryable, { organizationId, integrationId, flow, step }: Followed) {
  return and(
    eq(reservations.organizationId, organizationId),
    eq(reservations.integrationId, integrationId),
    isNotNull(reservations.terminalReservationId),
    isNotNull(reservations.environmentId),
    sql`${subjects.state} in ('finished', 'stuck')`,
    sql`not (coalesce(${reservations.hubSituation}, '') in ('cancelled', 'rescinded') and coalesce(${reservations.terminalSituation}, '') in ('cancelled', 'rescinded'))`,
    exists(
      db
        .select({ one: sql`1` })
        .from(steps)
        .where(
          and(
            eq(steps.organizationId, reservations.organizationId),
            eq(steps.subjectId, reservations.subjectId),
            eq(steps.flow, flow),
            eq(steps.name, step),
            eq(steps.item, ""),
            sql`${steps.status} in ('done', 'skipped')`,
          ),
        ),
    ),
  );
}

const select = (db: Queryable) =>
  db
    .select({
      reservation: reservations,
      subject: {
        id: subjects.id,
        state: subjects.state,
        facts: subjects.facts,
        createdAt: subjects.createdAt,
      },
    })
    .from(reservations)
    .innerJoin(
      subjects,
      and(
        eq(subjects.organizationId, reservations.organizationId),
        eq(subjects.id, reservations.subjectId),
      ),
    );

/**
 * Those whose turn it is, the longest unseen first: one that was carried an hour ago every half hour, one of
 * ten days every ten hours, and every one once a day.
 */
export async function listDueReservations(
  db: Queryable,
  of: Followed,
  { now, since, limit }: { now: Date; since: Date; limit: number },
): Promise<WatchedReservation[]> {
  const at = now.toISOString();
  return select(db)
    .where(
      and(
        isFollowed(db, of),
        sql`${subjects.carriedAt} >= ${since.toISOString()}`,
        sql`(${reservations.followedAt} is null or ${reservations.followedAt} <= ${at}::timestamptz - least(interval '24 hours', greatest(interval '30 minutes', (${at}::timestamptz - ${subjects.carriedAt}) / 24)))`,
      ),
    )
    .orderBy(sql`${reservations.followedAt} nulls first`, reservations.subjectId)
    .limit(limit);
}

/** One reservation, whether its turn has come or not; null when it is none that is followed. */
export async function findFollowedReservation(
  db: Queryable,
  of: Followed,
  subjectId: number,
): Promise<WatchedReservation | null> {
  const [row] = await select(db).where(
    and(isFollowed(db, of), eq(reservations.subjectId, subjectId)),
  );
  return row ?? null;
}
