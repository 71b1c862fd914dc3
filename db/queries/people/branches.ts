import { and, count, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { branches, organizations } from "../../schema/people.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";

export type BranchRecord = typeof branches.$inferSelect;

const SORTS: Sorts<"branches"> = {
  code: sql`lpad(${branches.code}, 20, '0')`,
  name: sql`enlace_fold(${branches.name})`,
  cnpj: sql`${branches.cnpj}`,
  city: sql`enlace_fold(${branches.city})`,
  state: sql`${branches.state}`,
  client: sql`${organizations.name}`,
};
// A CNPJ is searched as people write it, with or without punctuation.
const SEARCHED = sql`(${branches.code} || ' ' || ${branches.name} || ' ' || ${branches.cnpj} || ' ' || regexp_replace(${branches.cnpj}, '^(..)(...)(...)(....)(..)$', '\\1.\\2.\\3/\\4-\\5') || ' ' || ${branches.city})`;

/** One page of branches; `organizationId` null = of every client. */
export async function pageBranches(
  db: Queryable,
  query: ListQuery<"branches">,
  organizationId: number | null,
) {
  const active = query.filters.active ?? [];
  const states = query.filters.state ?? [];
  const where = and(
    organizationId === null ? undefined : eq(branches.organizationId, organizationId),
    matchWords(SEARCHED, query.search),
    active.length === 1 ? eq(branches.active, active[0] === "yes") : undefined,
    states.length > 0 ? inArray(branches.state, states) : undefined,
  );
  const rows = await db
    .select({ branch: branches, organizationName: organizations.name })
    .from(branches)
    .innerJoin(organizations, eq(organizations.id, branches.organizationId))
    .where(where)
    .orderBy(
      orderBy(
        query.sort,
        SORTS,
        sql`${organizations.name}, lpad(${branches.code}, 20, '0'), ${branches.id}`,
      ),
    )
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(branches).where(where);
  return {
    rows: rows.map(({ branch, organizationName }) => ({ ...branch, organizationName })),
    total: counted?.total ?? 0,
  };
}

/** One branch. */
export async function findBranch(db: Queryable, id: number): Promise<BranchRecord | undefined> {
  const [row] = await db.select().from(branches).where(eq(branches.id, id));
  return row;
}

/** What a client's branches already use: for telling a new row from a changed one. */
export function listBranchKeys(
  db: Queryable,
  organizationId: number,
): Promise<{ id: number; code: string; cnpj: string }[]> {
  return db
    .select({ id: branches.id, code: branches.code, cnpj: branches.cnpj })
    .from(branches)
    .where(eq(branches.organizationId, organizationId));
}
