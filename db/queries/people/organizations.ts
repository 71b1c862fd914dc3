import { and, asc, count, eq, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { organizations } from "../../schema/people.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";

/** Every organization's id and name, for choosing one. */
export function listOrganizationNames(
  db: Queryable,
): Promise<{ id: number; name: string; active: boolean }[]> {
  return db
    .select({ id: organizations.id, name: organizations.name, active: organizations.active })
    .from(organizations)
    .orderBy(asc(organizations.name));
}

const SORTS: Sorts<"organizations"> = {
  name: sql`enlace_fold(${organizations.name})`,
};

// Outer columns of the counts are written out: in a select from one table drizzle drops the prefix,
// and the name would mean the inner one.

/** One page of organizations, with how much each has. */
export async function pageOrganizations(db: Queryable, query: ListQuery<"organizations">) {
  const states = query.filters.active ?? [];
  const where = and(
    matchWords(sql`${organizations.name}`, query.search),
    states.length === 1 ? eq(organizations.active, states[0] === "yes") : undefined,
  );
  const rows = await db
    .select({
      id: organizations.id,
      name: organizations.name,
      timeZone: organizations.timeZone,
      active: organizations.active,
      branches:
        sql<number>`(select count(*) from branches b where b.organization_id = organizations.id and b.active)`.mapWith(
          Number,
        ),
      integrations:
        sql<number>`(select count(*) from integrations i where i.organization_id = organizations.id)`.mapWith(
          Number,
        ),
      people:
        sql<number>`(select count(*) from people p where p.organization_id = organizations.id and p.active)`.mapWith(
          Number,
        ),
    })
    .from(organizations)
    .where(where)
    .orderBy(
      orderBy(query.sort, SORTS, sql`enlace_fold(${organizations.name}), ${organizations.id}`),
    )
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(organizations).where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** One organization. */
export async function findOrganization(db: Queryable, id: number) {
  const [row] = await db.select().from(organizations).where(eq(organizations.id, id));
  return row;
}
