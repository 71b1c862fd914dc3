import { and, count, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import type { Queryable } from "../../client.ts";
import { eventKeys, events, webhookEndpoints } from "../../schema/webhooks.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";
import type { FlowScope } from "../flows/multi-cv-scope.ts";

const ofKey = and(
  eq(eventKeys.organizationId, events.organizationId),
  eq(eventKeys.integrationId, events.integrationId),
  eq(eventKeys.dedupKey, events.dedupKey),
);
const columns = {
  id: events.id,
  source: events.source,
  name: events.name,
  subjectKey: events.subjectKey,
  receivedAt: events.receivedAt,
  processedAt: events.processedAt,
  attempts: events.attempts,
  outcome: events.outcome,
  note: events.note,
  times: eventKeys.times,
};
const SORTS: Sorts<"events"> = {
  receivedAt: sql`${events.receivedAt}`,
  source: sql`${events.source}`,
  name: sql`${events.name}`,
};
const inScope = (scope: FlowScope) =>
  and(
    eq(events.organizationId, scope.organizationId),
    eq(events.integrationId, scope.integrationId),
  );

/** One page of what partners told, newest first. */
export async function pageEvents(db: Queryable, scope: FlowScope, query: ListQuery<"events">) {
  const outcomes = query.filters.outcome ?? [];
  const known = outcomes.filter((outcome) => outcome !== "waiting") as (
    | "done"
    | "ignored"
    | "failed"
  )[];
  const where = and(
    inScope(scope),
    query.filters.source?.length ? inArray(events.source, query.filters.source) : undefined,
    outcomes.length > 0
      ? or(
          known.length > 0 ? inArray(events.outcome, known) : undefined,
          outcomes.includes("waiting") ? isNull(events.outcome) : undefined,
        )
      : undefined,
    matchWords(
      sql`concat_ws(' ', ${events.name}, ${events.subjectKey}, ${events.source}, ${events.note})`,
      query.search,
    ),
  );
  const rows = await db
    .select(columns)
    .from(events)
    .leftJoin(eventKeys, ofKey)
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, sql`${events.receivedAt} desc, ${events.id} desc`))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(events).where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** One event with its bytes. */
export async function findEvent(db: Queryable, scope: FlowScope, id: number) {
  const [row] = await db
    .select({
      ...columns,
      contentType: events.contentType,
      tenant: events.tenant,
      view: events.view,
      raw: events.raw,
    })
    .from(events)
    .leftJoin(eventKeys, ofKey)
    .where(and(inScope(scope), eq(events.id, id)));
  return row;
}

/** The addresses that partners call. */
export function listWebhookEndpoints(db: Queryable, scope: FlowScope) {
  return db
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.organizationId, scope.organizationId),
        eq(webhookEndpoints.integrationId, scope.integrationId),
      ),
    )
    .orderBy(webhookEndpoints.source);
}

/** When each event was last seen at each address, and how often in the last week. */
export function listSeenEvents(db: Queryable, scope: FlowScope) {
  return db
    .select({
      source: events.source,
      name: events.name,
      lastAt: sql<string>`max(${events.receivedAt})`,
      count: count(),
    })
    .from(events)
    .where(and(inScope(scope), sql`${events.receivedAt} > now() - interval '7 days'`))
    .groupBy(events.source, events.name)
    .orderBy(events.source, events.name);
}

/** One address. */
export async function findWebhookEndpoint(db: Queryable, id: number) {
  const [row] = await db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id));
  return row;
}
