import { and, asc, count, eq, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { people, profiles } from "../../schema/people.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";

export type ProfileRecord = typeof profiles.$inferSelect;

const SORTS: Sorts<"profiles"> = {
  name: sql`enlace_fold(${profiles.name})`,
  people: sql`(select count(*) from people where people.profile_id = profiles.id)`,
};

/**
 * One page of profiles with how many people have each. (The outer column is written out: drizzle
 * drops its prefix in a select from one table.)
 */
export async function pageProfiles(db: Queryable, query: ListQuery<"profiles">) {
  const scopes = query.filters.scope ?? [];
  const where = and(
    matchWords(sql`${profiles.name}`, query.search),
    scopes.length === 1 ? eq(profiles.allOrganizations, scopes[0] === "all") : undefined,
  );
  const rows = await db
    .select({
      id: profiles.id,
      name: profiles.name,
      allOrganizations: profiles.allOrganizations,
      permissions: profiles.permissions,
      shipped: profiles.shipped,
      version: profiles.version,
      people:
        sql<number>`(select count(*) from people where people.profile_id = profiles.id)`.mapWith(
          Number,
        ),
    })
    .from(profiles)
    .where(where)
    .orderBy(
      orderBy(query.sort, SORTS, sql`${profiles.shipped} desc, enlace_fold(${profiles.name})`),
    )
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(profiles).where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** All profiles by name. */
export function listProfiles(db: Queryable): Promise<ProfileRecord[]> {
  return db.select().from(profiles).orderBy(asc(profiles.name));
}

/** One profile, locked against a change at the same moment where `lock` is asked. */
export async function findProfile(
  db: Queryable,
  id: number,
  lock = false,
): Promise<ProfileRecord | undefined> {
  const query = db.select().from(profiles).where(eq(profiles.id, id));
  const [row] = await (lock ? query.for("update") : query);
  return row;
}

/** The permissions that at least one active person of the whole hub holds. */
export async function listHeldPermissions(db: Queryable): Promise<Set<string>> {
  const rows = await db
    .select({ permission: sql<string>`distinct unnest(${profiles.permissions})` })
    .from(people)
    .innerJoin(profiles, eq(profiles.id, people.profileId))
    .where(and(eq(people.active, true), eq(profiles.allOrganizations, true)));
  return new Set(rows.map((row) => row.permission));
}
