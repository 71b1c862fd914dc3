import { and, count, eq, inArray, sql } from "drizzle-orm";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import type { Database, Queryable } from "../../client.ts";
import { divergences, reconciliations } from "../../schema/divergences.ts";
import { environments } from "../../schema/environments.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";
import type { FlowScope } from "./multi-cv-scope.ts";

type NewDivergence = Omit<
  typeof divergences.$inferInsert,
  "organizationId" | "integrationId" | "id"
>;
const CHUNK = 1_000;

/** The result of a comparison takes the place of the last one, whole or not at all. */
export async function replaceDivergences(
  db: Database,
  scope: FlowScope,
  made: { taskId: number; madeAt: Date; looked: number; unread: string[] },
  found: readonly NewDivergence[],
): Promise<void> {
  const own = { organizationId: scope.organizationId, integrationId: scope.integrationId };
  await db.transaction(async (tx) => {
    await tx
      .insert(reconciliations)
      .values({ ...own, ...made })
      .onConflictDoUpdate({
        target: [reconciliations.organizationId, reconciliations.integrationId],
        set: made,
      });
    await tx.delete(divergences).where(inScope(scope));
    for (let start = 0; start < found.length; start += CHUNK)
      await tx
        .insert(divergences)
        .values(found.slice(start, start + CHUNK).map((one) => ({ ...one, ...own })));
  });
}

const inScope = (scope: FlowScope) =>
  and(
    eq(divergences.organizationId, scope.organizationId),
    eq(divergences.integrationId, scope.integrationId),
  );
const ofEnvironment = and(
  eq(environments.organizationId, divergences.organizationId),
  eq(environments.id, divergences.environmentId),
);
/** The same unit sold twice stands above everything else. */
const ownOrder = sql`${divergences.kind} <> 'unit_sold_twice', ${divergences.id}`;
const SORTS: Sorts<"divergences"> = {
  kind: sql`${divergences.kind}`,
  hubId: sql`lpad(${divergences.hubReservationId}, 20, '0')`,
  unit: sql`enlace_fold(${divergences.unit})`,
  terminal: sql`${environments.code}`,
};
const columns = { divergence: divergences, environmentName: environments.name };

/** One page of what the last comparison found. */
export async function pageDivergences(
  db: Queryable,
  scope: FlowScope,
  query: ListQuery<"divergences">,
) {
  const where = and(
    inScope(scope),
    query.filters.kind?.length ? inArray(divergences.kind, query.filters.kind) : undefined,
    query.filters.terminal?.length ? inArray(environments.code, query.filters.terminal) : undefined,
    matchWords(
      sql`concat_ws(' ', ${divergences.hubReservationId}, ${divergences.terminalReservationId}, ${divergences.contractNumber}, ${divergences.unit}, ${divergences.note})`,
      query.search,
    ),
  );
  const rows = await db
    .select(columns)
    .from(divergences)
    .leftJoin(environments, ofEnvironment)
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, ownOrder))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db
    .select({ total: count() })
    .from(divergences)
    .leftJoin(environments, ofEnvironment)
    .where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** All of them, for a file. */
export function listDivergences(db: Queryable, scope: FlowScope) {
  return db
    .select(columns)
    .from(divergences)
    .leftJoin(environments, ofEnvironment)
    .where(inScope(scope))
    .orderBy(ownOrder);
}

/** When the last comparison was made, of how much, and how many of each kind it found. */
export async function readReconciliation(db: Queryable, scope: FlowScope) {
  const [made] = await db
    .select()
    .from(reconciliations)
    .where(
      and(
        eq(reconciliations.organizationId, scope.organizationId),
        eq(reconciliations.integrationId, scope.integrationId),
      ),
    );
  const counts = await db
    .select({ kind: divergences.kind, total: count() })
    .from(divergences)
    .where(inScope(scope))
    .groupBy(divergences.kind);
  return { made: made ?? null, counts };
}
