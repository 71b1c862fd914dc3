import { and, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { organizations, people, profiles } from "../../schema/people.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";
import { findOwn } from "@/lib/core/find-own.ts";

const SORTS: Sorts<"people"> = {
  name: sql`enlace_fold(${people.name})`,
  email: sql`${people.email}`,
  profile: sql`${profiles.name}`,
  client: sql`${organizations.name}`,
  lastSignIn: sql`${people.lastSignInAt}`,
};
const STATES: Record<string, SQL> = {
  active: sql`${people.active} and ${people.passwordHash} is not null`,
  invited: sql`${people.active} and ${people.passwordHash} is null`,
  inactive: sql`not ${people.active}`,
};

const columns = {
  id: people.id,
  name: people.name,
  email: people.email,
  active: people.active,
  hasPassword: sql<boolean>`${people.passwordHash} is not null`,
  profileId: people.profileId,
  profileName: profiles.name,
  permissions: profiles.permissions,
  organizationId: people.organizationId,
  organizationName: organizations.name,
  lastSignInAt: people.lastSignInAt,
};

const from = (db: Queryable) =>
  db
    .select(columns)
    .from(people)
    .innerJoin(profiles, eq(profiles.id, people.profileId))
    .leftJoin(organizations, eq(organizations.id, people.organizationId));

/** One page of people; `organizationId` null = of every client, and the agents. */
export async function pagePeople(
  db: Queryable,
  query: ListQuery<"people">,
  organizationId: number | null,
) {
  const states = (query.filters.state ?? [])
    .map((state) => findOwn(STATES, state))
    .filter((state) => state !== undefined);
  const chosen = (query.filters.profile ?? []).map(Number).filter(Number.isSafeInteger);
  const where = and(
    organizationId === null ? undefined : eq(people.organizationId, organizationId),
    matchWords(sql`(${people.name} || ' ' || ${people.email})`, query.search),
    states.length > 0
      ? sql`(${sql.join(
          states.map((state) => sql`(${state})`),
          sql` or `,
        )})`
      : undefined,
    chosen.length > 0 ? inArray(people.profileId, chosen) : undefined,
  );
  const rows = await from(db)
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, sql`enlace_fold(${people.name}), ${people.id}`))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(people).where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** One person with profile and client. */
export async function findPerson(db: Queryable, id: number) {
  const [row] = await from(db).where(eq(people.id, id));
  return row;
}

export type PersonRecord = NonNullable<Awaited<ReturnType<typeof findPerson>>>;
