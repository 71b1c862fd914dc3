import { and, asc, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Database, Queryable } from "../../client.ts";
import { eventKeys, events } from "../../schema/webhooks.ts";
import { writeJson } from "../../write-json.ts";

export type EventRow = typeof events.$inferSelect;

interface EventsOf {
  organizationId: number;
  integrationId: number;
}

const ofIntegration = (of: EventsOf) =>
  and(eq(events.organizationId, of.organizationId), eq(events.integrationId, of.integrationId));
const these = (of: EventsOf, ids: readonly number[]) =>
  and(ofIntegration(of), inArray(events.id, [...ids]));

/** A page of messages is no larger than this, or one message: what a stranger sends may be long. */
const PAGE_BYTES = 8 * 1024 * 1024;

const isDue = (now: Date) => or(isNull(events.nextTryAt), lte(events.nextTryAt, now));

/** Messages that wait and whose turn has come, in the order in which they arrived. */
export async function listWaitingEvents(
  db: Queryable,
  of: EventsOf,
  now: Date,
  limit: number,
): Promise<EventRow[]> {
  const due = and(ofIntegration(of), isNull(events.processedAt), isDue(now));
  const first = db
    .select({
      id: events.id,
      before:
        sql<number>`coalesce(sum(octet_length(${events.raw})) over (order by ${events.id} rows between unbounded preceding and 1 preceding), 0)`.as(
          "before",
        ),
    })
    .from(events)
    .where(due)
    .orderBy(asc(events.id))
    .limit(limit)
    .as("first");
  return db
    .select()
    .from(events)
    .where(
      and(
        due,
        inArray(
          events.id,
          db.select({ id: first.id }).from(first).where(lt(first.before, PAGE_BYTES)),
        ),
      ),
    )
    .orderBy(asc(events.id));
}

/** Integrations with messages that are due. */
export async function listIntegrationsWithWaitingEvents(
  db: Queryable,
  now: Date,
): Promise<EventsOf[]> {
  return db
    .selectDistinct({ organizationId: events.organizationId, integrationId: events.integrationId })
    .from(events)
    .where(and(isNull(events.processedAt), isDue(now)));
}

/**
 * Counts that these are looked at for the first time, before anything of them is touched: a message
 * that ends its process is found again with what it cost.
 */
export async function countSights(
  db: Queryable,
  of: EventsOf,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(events)
    .set({ attempts: sql`${events.attempts} + 1` })
    .where(these(of, ids));
}

/**
 * Notes that these are looked at now, before the truth is read. From here on the same bytes are a new
 * message: a change after this moment is not in what is about to be read. Numbered messages stay known.
 */
export async function claimEvents(
  db: Database,
  of: EventsOf,
  taken: ReadonlyArray<Pick<EventRow, "id" | "dedupKey">>,
  subjectKey: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(events)
      .set({ attempts: sql`${events.attempts} + 1`, subjectKey })
      .where(
        these(
          of,
          taken.map(({ id }) => id),
        ),
      );
    const released = taken
      .filter(({ dedupKey }) => dedupKey.includes(":bytes:"))
      .map(({ dedupKey }) => dedupKey);
    if (released.length === 0) return;
    await tx.delete(eventKeys).where(
      and(
        eq(eventKeys.organizationId, of.organizationId),
        eq(eventKeys.integrationId, of.integrationId),
        inArray(eventKeys.dedupKey, released),
        inArray(
          eventKeys.eventId,
          taken.map(({ id }) => id),
        ),
      ),
    );
  });
}

/** What came of them. */
export async function finishEvents(
  db: Queryable,
  of: EventsOf,
  ids: readonly number[],
  end: { outcome: "done" | "ignored" | "failed"; note: string; at: Date },
): Promise<void> {
  await db
    .update(events)
    .set({ outcome: end.outcome, note: end.note, processedAt: end.at, nextTryAt: null })
    .where(these(of, ids));
}

/** Not now: they are looked at again later. */
export async function postponeEvents(
  db: Queryable,
  of: EventsOf,
  ids: readonly number[],
  until: Date,
  note: string,
): Promise<void> {
  await db.update(events).set({ nextTryAt: until, note }).where(these(of, ids));
}

/** What a person may read of each. They were looked at and nothing happened: their count begins anew. */
export async function saveEventViews(
  db: Queryable,
  of: EventsOf,
  views: ReadonlyArray<{ id: number; view: unknown }>,
): Promise<void> {
  if (views.length === 0) return;
  await db.execute(sql`
    update events set view = row.view, attempts = 0 from json_to_recordset(${writeJson(views)}::text::json) as row (id bigint, view jsonb)
     where events.organization_id = ${of.organizationId} and events.integration_id = ${of.integrationId} and events.id = row.id`);
}

/** A message is to be handled again. false: there is none, or it waits already. */
export async function reopenEvent(tx: Queryable, of: EventsOf, eventId: number): Promise<boolean> {
  const rows = await tx
    .update(events)
    .set({ processedAt: null, outcome: null, note: null, attempts: 0, nextTryAt: null })
    .where(and(these(of, [eventId]), sql`${events.processedAt} is not null`))
    .returning({ id: events.id });
  return rows.length > 0;
}

/** Keys of messages that retention has dropped. */
export async function removeEventKeys(db: Queryable, before: Date): Promise<void> {
  await db.delete(eventKeys).where(lt(eventKeys.receivedAt, before));
}
