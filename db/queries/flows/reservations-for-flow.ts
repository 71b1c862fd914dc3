import { and, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { developments } from "../../schema/environments.ts";
import { reservations, subjects } from "../../schema/flows.ts";

export type ReservationRow = typeof reservations.$inferSelect;
export type DevelopmentRow = typeof developments.$inferSelect;

interface Scope {
  organizationId: number;
  integrationId: number;
}

const inScope = ({ organizationId, integrationId }: Scope) =>
  and(
    eq(reservations.organizationId, organizationId),
    eq(reservations.integrationId, integrationId),
  );

/** The reservation's row, made if it is new. */
export async function ensureReservation(
  tx: Queryable,
  scope: Scope,
  of: { subjectId: number; hubReservationId: string },
): Promise<void> {
  await tx
    .insert(reservations)
    .values({ ...scope, ...of, ownKey: `HUB-${of.hubReservationId}` })
    .onConflictDoNothing();
}

/**
 * Changes what is known of it. A terminal's reservation that is another row's already breaks a
 * constraint and throws.
 */
export async function updateReservation(
  tx: Queryable,
  organizationId: number,
  subjectId: number,
  change: Partial<typeof reservations.$inferInsert>,
): Promise<void> {
  await tx
    .update(reservations)
    .set(change)
    .where(
      and(eq(reservations.organizationId, organizationId), eq(reservations.subjectId, subjectId)),
    );
}

export async function findReservation(
  db: Queryable,
  organizationId: number,
  subjectId: number,
): Promise<ReservationRow | null> {
  const [row] = await db
    .select()
    .from(reservations)
    .where(
      and(eq(reservations.organizationId, organizationId), eq(reservations.subjectId, subjectId)),
    );
  return row ?? null;
}

/** By their ids in the Hub, in one terminal, or by their contract. */
export async function findReservationsBy(
  db: Queryable,
  scope: Scope,
  by:
    | { hubIds: readonly string[] }
    | { environmentId: number; terminalIds: readonly string[] }
    | { contractIds: readonly string[] },
): Promise<ReservationRow[]> {
  const condition =
    "hubIds" in by
      ? inArray(reservations.hubReservationId, [...by.hubIds])
      : "contractIds" in by
        ? inArray(reservations.siengeContractId, [...by.contractIds])
        : and(
            eq(reservations.environmentId, by.environmentId),
            inArray(reservations.terminalReservationId, [...by.terminalIds]),
          );
  const ids = "hubIds" in by ? by.hubIds : "contractIds" in by ? by.contractIds : by.terminalIds;
  return ids.length === 0
    ? []
    : db
        .select()
        .from(reservations)
        .where(and(inScope(scope), condition));
}

/**
 * Another reservation of the same terminal unit that is neither cancelled nor rescinded: the unit
 * would be sold twice.
 */
export async function findUnitRival(
  db: Queryable,
  organizationId: number,
  of: { environmentId: number; terminalUnitId: string; subjectId: number },
): Promise<ReservationRow | null> {
  const [row] = await db
    .select()
    .from(reservations)
    .where(
      and(
        eq(reservations.organizationId, organizationId),
        eq(reservations.environmentId, of.environmentId),
        eq(reservations.terminalUnitId, of.terminalUnitId),
        sql`${reservations.subjectId} <> ${of.subjectId}`,
        sql`${reservations.terminalReservationId} is not null`,
        sql`coalesce(${reservations.terminalSituation}, '') not in ('cancelled', 'rescinded')`,
      ),
    )
    .limit(1);
  return row ?? null;
}

/** A reservation and the subject it is, for a look over all of them. */
export type WatchedReservation = {
  reservation: ReservationRow;
  subject: Pick<typeof subjects.$inferSelect, "id" | "state" | "facts" | "createdAt">;
};

/**
 * All reservations of an integration, with the subject that each is. Read in one go: a group has
 * thousands, not millions.
 */
export async function listWatchedReservations(
  db: Queryable,
  scope: Scope,
): Promise<WatchedReservation[]> {
  return db
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
    )
    .where(inScope(scope))
    .orderBy(reservations.subjectId);
}

export async function findWatchedReservation(
  db: Queryable,
  organizationId: number,
  subjectId: number,
): Promise<WatchedReservation | null> {
  const [row] = await db
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
    )
    .where(
      and(eq(reservations.organizationId, organizationId), eq(reservations.subjectId, subjectId)),
    );
  return row ?? null;
}

/** Where a Hub development lives; null when it is not registered. */
export async function findDevelopment(
  db: Queryable,
  scope: Scope,
  hubDevelopmentId: string,
): Promise<DevelopmentRow | null> {
  const [row] = await db
    .select()
    .from(developments)
    .where(
      and(
        eq(developments.organizationId, scope.organizationId),
        eq(developments.integrationId, scope.integrationId),
        eq(developments.hubDevelopmentId, hubDevelopmentId),
      ),
    );
  return row ?? null;
}

export async function listDevelopmentRows(db: Queryable, scope: Scope): Promise<DevelopmentRow[]> {
  return db
    .select()
    .from(developments)
    .where(
      and(
        eq(developments.organizationId, scope.organizationId),
        eq(developments.integrationId, scope.integrationId),
      ),
    );
}
