import type { Sql } from "postgres";
import { writeJson } from "../../write-json.ts";

/** A message as it came in. */
export interface NewEvent {
  organizationId: number;
  integrationId: number;
  endpointId: number;
  source: string;
  name: string;
  contentType: string;
  raw: Uint8Array;
  tenant: string;
  /** Two of one key are one message. */
  dedupKey: string;
}

export interface StoredEvent {
  id: number;
  /** false: the same message is here already. */
  fresh: boolean;
}

/**
 * Stores messages, notes that their endpoints are alive and tells the engines, in one statement that is its
 * own transaction: one way to the server and back, prepared once, on the raw client. Answers in the order given;
 * of several with one key the first is stored and the others get its id. Ids follow the order of arrival; keys
 * are taken in one order, so that processes which store at the same moment wait for each other instead of in a circle.
 */
export async function storeEvents(sql: Sql, events: readonly NewEvent[]): Promise<StoredEvent[]> {
  const byKey = new Map<string, { event: NewEvent; times: number }>();
  const keyOf = (event: NewEvent) =>
    `${event.organizationId}:${event.integrationId}:${event.dedupKey}`;
  for (const event of events) {
    const same = byKey.get(keyOf(event));
    if (same) same.times += 1;
    else byKey.set(keyOf(event), { event, times: 1 });
  }
  const rows = [...byKey.values()].map(({ event, times }, position) => ({
    position,
    organization_id: event.organizationId,
    integration_id: event.integrationId,
    endpoint_id: event.endpointId,
    source: event.source,
    name: event.name,
    content_type: event.contentType,
    raw: Buffer.from(event.raw).toString("base64"),
    tenant: event.tenant,
    dedup_key: event.dedupKey,
    times,
  }));
  const stored = await sql<
    Array<{
      organization_id: string;
      integration_id: string;
      dedup_key: string;
      event_id: string;
      fresh: boolean;
    }>
  >`
    with incoming as (
      select * from json_to_recordset(${writeJson(rows)}::text::json) as row (position integer, organization_id bigint, integration_id bigint, endpoint_id bigint, source text, name text, content_type text, raw text, tenant text, dedup_key text, times integer)
    ), numbered as materialized (
      select arrived.*, nextval('events_id_seq') as event_id from (select * from incoming order by position) as arrived
    ), keyed as (
      insert into event_keys as known (organization_id, integration_id, dedup_key, event_id, received_at, times)
      select organization_id, integration_id, dedup_key, event_id, now(), times from numbered order by organization_id, integration_id, dedup_key
      on conflict (organization_id, integration_id, dedup_key) do update set times = known.times + excluded.times
      returning organization_id, integration_id, dedup_key, event_id, received_at, xmax = 0 as fresh
    ), written as (
      insert into events (organization_id, integration_id, id, endpoint_id, source, name, content_type, raw, tenant, dedup_key, received_at)
      select organization_id, integration_id, event_id, endpoint_id, source, name, content_type, decode(raw, 'base64'), tenant, dedup_key, received_at
        from incoming join keyed using (organization_id, integration_id, dedup_key) where fresh
    ), seen as (
      update webhook_endpoints set last_seen_at = now()
       where (organization_id, id) in (select organization_id, endpoint_id from incoming) and (last_seen_at is null or last_seen_at < now() - interval '5 seconds')
    ), told as (
      select pg_notify('enlace', 'events ' || organization_id || ':' || integration_id) from (select distinct organization_id, integration_id from keyed where fresh) as integration
    )
    select organization_id, integration_id, dedup_key, event_id, fresh from keyed, (select count(*) from told) as all_told`;
  const found = new Map(
    stored.map((row) => [
      `${row.organization_id}:${row.integration_id}:${row.dedup_key}`,
      { id: Number(row.event_id), fresh: row.fresh },
    ]),
  );
  return events.map((event) => {
    const answer = found.get(keyOf(event));
    if (!answer) throw new Error("a message was neither stored nor known");
    return answer;
  });
}
