import { and, eq, max, sql } from "drizzle-orm";
import { FEED_RIGHT, type Feed } from "@/lib/core/api-rights.ts";
import type { Queryable } from "../../client.ts";
import { feedAcknowledgements, feedHeads } from "../../schema/feeds.ts";
import { writeJson } from "../../write-json.ts";

/**
 * Takes the next `count` numbers of a feed and returns the last of them. Whoever asks next waits until this transaction
 * has ended, so call it after everything else that may wait: the numbers are then held for a moment only.
 */
export async function claimFeedNumbers(
  tx: Queryable,
  organizationId: number,
  feed: Feed,
  count: number,
): Promise<number> {
  const [head] = await tx
    .insert(feedHeads)
    .values({ organizationId, feed, lastNumber: count })
    .onConflictDoUpdate({
      target: [feedHeads.organizationId, feedHeads.feed],
      set: { lastNumber: sql`${feedHeads.lastNumber} + ${count}` },
    })
    .returning({ lastNumber: feedHeads.lastNumber });
  if (!head) throw new Error("the feed has no head");
  return head.lastNumber;
}

/** The last number that is fact; 0 while there is none. */
export async function readFeedHead(
  db: Queryable,
  organizationId: number,
  feed: Feed,
): Promise<number> {
  const [head] = await db
    .select({ lastNumber: feedHeads.lastNumber })
    .from(feedHeads)
    .where(and(eq(feedHeads.organizationId, organizationId), eq(feedHeads.feed, feed)));
  return head?.lastNumber ?? 0;
}

interface Reader {
  organizationId: number;
  keyId: number;
  feed: Feed;
}

/** Up to which number a key said to have the feed; 0 when it never did. */
export async function readAcknowledged(
  db: Queryable,
  { organizationId, keyId, feed }: Reader,
): Promise<number> {
  const own = and(
    eq(feedAcknowledgements.organizationId, organizationId),
    eq(feedAcknowledgements.keyId, keyId),
    eq(feedAcknowledgements.feed, feed),
  );
  const [row] = await db
    .select({ number: max(feedAcknowledgements.number) })
    .from(feedAcknowledgements)
    .where(own);
  return row?.number ?? 0;
}

/** Notes that a key has the feed up to a number. What it said before about as much or more stays as it was. */
export async function writeAcknowledgement(
  tx: Queryable,
  { organizationId, keyId, feed }: Reader,
  number: number,
  at: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into feed_acknowledgements (organization_id, key_id, feed, number, at)
    select ${organizationId}, ${keyId}, ${feed}, ${number}, ${at.toISOString()}::timestamptz
     where not exists (select 1 from feed_acknowledgements where organization_id = ${organizationId} and key_id = ${keyId} and feed = ${feed} and number >= ${number})
    on conflict do nothing`);
}

/** What a key has done about one number of a feed. */
export interface Fetch {
  number: number;
  key: string;
  /** When it said to have it; null = not yet. */
  at: Date | null;
}

/** For each number: every key that has it, and every working key with the right that has not. */
export async function listFetches(
  db: Queryable,
  organizationId: number,
  feed: Feed,
  numbers: readonly number[],
): Promise<Fetch[]> {
  if (numbers.length === 0) return [];
  const rows = await db.execute(sql`
    select w.number::bigint number, k.name, f.at
      from jsonb_array_elements_text(${writeJson(numbers)}::text::jsonb) w(number)
     cross join api_keys k
      left join lateral (
        select a.at from feed_acknowledgements a
         where a.organization_id = k.organization_id and a.key_id = k.id and a.feed = ${feed} and a.number >= w.number::bigint
         order by a.number limit 1) f on true
     where k.organization_id = ${organizationId} and ${FEED_RIGHT[feed]} = any(k.rights)
       and (f.at is not null or (k.revoked_at is null and (k.expires_at is null or k.expires_at > now())))
     order by k.id`);
  return rows.map((row) => ({
    number: Number(row.number),
    key: String(row.name),
    at: row.at === null ? null : new Date(String(row.at)),
  }));
}
