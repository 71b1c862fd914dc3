import { and, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { GridQuery } from "@/lib/core/grid.ts";
import type { Queryable } from "../client.ts";
import { receivedItems } from "../schema/integrations.ts";
import { branches } from "../schema/people.ts";
import { matchWords, offsetOf, orderBy } from "./grid-terms.ts";

interface Scope {
  organizationId: number;
  integrationId: number;
}

const columns = {
  kind: receivedItems.kind,
  key: receivedItems.key,
  branchId: receivedItems.branchId,
  branch: branches.name,
  title: receivedItems.title,
  validFrom: receivedItems.validFrom,
  validTo: receivedItems.validTo,
  taskId: receivedItems.taskId,
  firstSeenAt: receivedItems.firstSeenAt,
  lastSeenAt: receivedItems.lastSeenAt,
};

const ofBranch = and(eq(branches.organizationId, receivedItems.organizationId), eq(branches.id, receivedItems.branchId));
const inScope = (scope: Scope): SQL | undefined => and(eq(receivedItems.organizationId, scope.organizationId), eq(receivedItems.integrationId, scope.integrationId));

const SORTS = {
  kind: sql`${receivedItems.kind}`,
  title: sql`${receivedItems.title}`,
  validFrom: sql`${receivedItems.validFrom}`,
  lastSeenAt: sql`${receivedItems.lastSeenAt}`,
};

/** One page of what a partner sent in, newest first. */
export async function listReceivedItems(db: Queryable, scope: Scope & { query: GridQuery }) {
  const { query } = scope;
  const shown = sql`concat_ws(' ', ${receivedItems.kind}, ${receivedItems.key}, ${receivedItems.title}, ${branches.name}, to_char(${receivedItems.validFrom}, 'DD/MM/YYYY'), to_char(${receivedItems.validTo}, 'DD/MM/YYYY'))`;
  const where = and(inScope(scope), query.filters.kind?.length ? inArray(receivedItems.kind, query.filters.kind) : undefined, matchWords(shown, query.search));
  const own = sql`${receivedItems.lastSeenAt} desc, ${receivedItems.kind}, ${receivedItems.key}, ${receivedItems.branchId}`;
  const rows = await db.select(columns).from(receivedItems).leftJoin(branches, ofBranch).where(where).orderBy(orderBy(query.sort, SORTS, own)).limit(query.pageSize).offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(receivedItems).leftJoin(branches, ofBranch).where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** The kinds there are: the choices of the "Tipo" filter. */
export async function listReceivedKinds(db: Queryable, scope: Scope): Promise<string[]> {
  const rows = await db.selectDistinct({ kind: receivedItems.kind }).from(receivedItems).where(inScope(scope)).orderBy(receivedItems.kind);
  return rows.map((row) => row.kind);
}

/** One received item with all of its data. */
export async function findReceivedItem(db: Queryable, scope: Scope & { kind: string; key: string; branchId: number }) {
  const [row] = await db
    .select({ ...columns, data: receivedItems.data })
    .from(receivedItems)
    .leftJoin(branches, ofBranch)
    .where(and(inScope(scope), eq(receivedItems.kind, scope.kind), eq(receivedItems.key, scope.key), eq(receivedItems.branchId, scope.branchId)));
  return row;
}
