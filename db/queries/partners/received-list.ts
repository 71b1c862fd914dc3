import { and, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import type { Queryable } from "../../client.ts";
import { receivedItems } from "../../schema/exchanges.ts";
import { integrations } from "../../schema/integrations.ts";
import { branches } from "../../schema/people.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";

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
  withdrawnAt: receivedItems.withdrawnAt,
  data: receivedItems.data,
  taskId: receivedItems.taskId,
  firstSeenAt: receivedItems.firstSeenAt,
  lastSeenAt: receivedItems.lastSeenAt,
};

const ofBranch = and(
  eq(branches.organizationId, receivedItems.organizationId),
  eq(branches.id, receivedItems.branchId),
);
/** Every integration of a client, or of all that the transaction may see. */
export interface WideScope {
  organizationId: number | null;
  integrationIds: readonly number[];
}

const inScope = (scope: Scope): SQL | undefined =>
  and(
    eq(receivedItems.organizationId, scope.organizationId),
    eq(receivedItems.integrationId, scope.integrationId),
  );

const SORTS: Sorts<"received"> = {
  kind: sql`${receivedItems.kind}`,
  title: sql`${receivedItems.title}`,
  validFrom: sql`${receivedItems.validFrom}`,
  lastSeenAt: sql`${receivedItems.lastSeenAt}`,
};

/** One page of what a partner sent in, newest first. */
export async function listReceivedItems(
  db: Queryable,
  scope: Scope & { query: ListQuery<"received"> },
) {
  const { query } = scope;
  const shown = sql`concat_ws(' ', ${receivedItems.kind}, ${receivedItems.key}, ${receivedItems.title}, ${branches.name}, to_char(${receivedItems.validFrom}, 'DD/MM/YYYY'), to_char(${receivedItems.validTo}, 'DD/MM/YYYY'))`;
  const where = and(
    inScope(scope),
    query.filters.kind?.length ? inArray(receivedItems.kind, query.filters.kind) : undefined,
    matchWords(shown, query.search),
  );
  const own = sql`${receivedItems.lastSeenAt} desc, ${receivedItems.kind}, ${receivedItems.key}, ${receivedItems.branchId}`;
  const rows = await db
    .select(columns)
    .from(receivedItems)
    .leftJoin(branches, ofBranch)
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, own))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db
    .select({ total: count() })
    .from(receivedItems)
    .leftJoin(branches, ofBranch)
    .where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** The kinds there are: the choices of the "Tipo" filter. */
export async function listReceivedKinds(db: Queryable, scope: Scope): Promise<string[]> {
  const rows = await db
    .selectDistinct({ kind: receivedItems.kind })
    .from(receivedItems)
    .where(inScope(scope))
    .orderBy(receivedItems.kind);
  return rows.map((row) => row.kind);
}

/** One received item with all of its data. */
export async function findReceivedItem(
  db: Queryable,
  scope: Scope & { kind: string; key: string; branchId: number },
) {
  const [row] = await db
    .select(columns)
    .from(receivedItems)
    .leftJoin(branches, ofBranch)
    .where(
      and(
        inScope(scope),
        eq(receivedItems.kind, scope.kind),
        eq(receivedItems.key, scope.key),
        eq(receivedItems.branchId, scope.branchId),
      ),
    );
  return row;
}

const ofIntegration = and(
  eq(integrations.organizationId, receivedItems.organizationId),
  eq(integrations.id, receivedItems.integrationId),
);

/** One page of what partners sent in over all integrations, newest first. */
export async function listReceivedAcross(
  db: Queryable,
  scope: WideScope & { query: ListQuery<"received"> },
) {
  const { query } = scope;
  const shown = sql`concat_ws(' ', ${receivedItems.kind}, ${receivedItems.key}, ${receivedItems.title}, ${branches.name}, ${integrations.description})`;
  const where = and(
    scope.organizationId === null
      ? undefined
      : eq(receivedItems.organizationId, scope.organizationId),
    scope.integrationIds.length > 0
      ? inArray(receivedItems.integrationId, [...scope.integrationIds])
      : undefined,
    query.filters.kind?.length ? inArray(receivedItems.kind, query.filters.kind) : undefined,
    matchWords(shown, query.search),
  );
  const own = sql`${receivedItems.lastSeenAt} desc, ${receivedItems.integrationId}, ${receivedItems.kind}, ${receivedItems.key}, ${receivedItems.branchId}`;
  const rows = await db
    .select({
      ...columns,
      integrationId: receivedItems.integrationId,
      integration: integrations.description,
      connectorId: integrations.connectorId,
    })
    .from(receivedItems)
    .innerJoin(integrations, ofIntegration)
    .leftJoin(branches, ofBranch)
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, own))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db
    .select({ total: count() })
    .from(receivedItems)
    .innerJoin(integrations, ofIntegration)
    .leftJoin(branches, ofBranch)
    .where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** Which kinds came in, and through which integrations: the choices of the area's filters. */
export async function listReceivedSources(
  db: Queryable,
  organizationId: number | null,
): Promise<{ kinds: string[]; integrations: Array<{ id: number; name: string }> }> {
  const mine =
    organizationId === null ? undefined : eq(receivedItems.organizationId, organizationId);
  const kinds = await db
    .selectDistinct({ kind: receivedItems.kind })
    .from(receivedItems)
    .where(mine)
    .orderBy(receivedItems.kind);
  const sources = await db
    .selectDistinct({ id: integrations.id, name: integrations.description })
    .from(receivedItems)
    .innerJoin(integrations, ofIntegration)
    .where(mine)
    .orderBy(integrations.description)
    .limit(200);
  return { kinds: kinds.map(({ kind }) => kind), integrations: sources };
}
