import { and, arrayContains, count, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { apiKeys, organizations, people } from "../../schema/people.ts";
import type { ApiRight } from "@/lib/core/api-rights.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";
import { findOwn } from "@/lib/core/find-own.ts";

const STATES: Record<string, SQL> = {
  active: sql`${apiKeys.revokedAt} is null and (${apiKeys.expiresAt} is null or ${apiKeys.expiresAt} > now())`,
  expired: sql`${apiKeys.revokedAt} is null and ${apiKeys.expiresAt} <= now()`,
  revoked: sql`${apiKeys.revokedAt} is not null`,
};
const SORTS: Sorts<"apiKeys"> = {
  name: sql`enlace_fold(${apiKeys.name})`,
  createdAt: sql`${apiKeys.createdAt}`,
  expiresAt: sql`${apiKeys.expiresAt}`,
  lastUsedAt: sql`${apiKeys.lastUsedAt}`,
  client: sql`${organizations.name}`,
};

/** How many working keys of a client have a right. */
export async function countKeysWithRight(
  db: Queryable,
  organizationId: number,
  right: ApiRight,
): Promise<number> {
  const [row] = await db
    .select({ keys: count() })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.organizationId, organizationId),
        STATES.active,
        arrayContains(apiKeys.rights, [right]),
      ),
    );
  return row?.keys ?? 0;
}

/** One page of API keys, without their hashes; `organizationId` null = of every client. */
export async function pageApiKeys(
  db: Queryable,
  query: ListQuery<"apiKeys">,
  organizationId: number | null,
) {
  const states = (query.filters.state ?? [])
    .map((state) => findOwn(STATES, state))
    .filter((state) => state !== undefined);
  const where = and(
    organizationId === null ? undefined : eq(apiKeys.organizationId, organizationId),
    matchWords(sql`(${apiKeys.name} || ' ' || ${apiKeys.prefix})`, query.search),
    states.length > 0
      ? sql`(${sql.join(
          states.map((state) => sql`(${state})`),
          sql` or `,
        )})`
      : undefined,
  );
  const rows = await db
    .select({
      id: apiKeys.id,
      organizationId: apiKeys.organizationId,
      organizationName: organizations.name,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      rights: apiKeys.rights,
      createdByName: people.name,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .leftJoin(people, eq(people.id, apiKeys.createdBy))
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, desc(apiKeys.id)))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(apiKeys).where(where);
  return { rows, total: counted?.total ?? 0 };
}
