import { and, asc, eq, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "../../client.ts";
import { environments, mappings, remoteLists } from "../../schema/environments.ts";
import type { FlowScope } from "./multi-cv-scope.ts";

const isOfKind = (scope: FlowScope, environmentId: number, kind: string) =>
  and(
    eq(mappings.organizationId, scope.organizationId),
    eq(mappings.integrationId, scope.integrationId),
    eq(mappings.environmentId, environmentId),
    eq(mappings.kind, kind),
  );

/** What is mapped of a kind in an environment, in the order of the sources' names. */
export function listMappings(db: Queryable, scope: FlowScope, environmentId: number, kind: string) {
  return db
    .select()
    .from(mappings)
    .where(isOfKind(scope, environmentId, kind))
    .orderBy(sql`enlace_fold(${mappings.sourceName})`, asc(mappings.id));
}

/** Loads of an integration's lists wait for each other here, to the end of the transaction. */
export async function lockMappings(tx: Transaction, scope: FlowScope): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${scope.organizationId}:${scope.integrationId}`}, 7300415))`,
  );
}

/** What is mapped of a kind, held to the end of the transaction: nobody confirms it meanwhile. */
export function lockMappingsOfKind(
  tx: Transaction,
  scope: FlowScope,
  environmentId: number,
  kind: string,
) {
  return tx
    .select()
    .from(mappings)
    .where(isOfKind(scope, environmentId, kind))
    .orderBy(asc(mappings.id))
    .for("no key update");
}

/** What an environment's API listed of a kind when it was last asked. */
export function listRemote(db: Queryable, scope: FlowScope, environmentId: number, kind: string) {
  return db
    .select()
    .from(remoteLists)
    .where(
      and(
        eq(remoteLists.organizationId, scope.organizationId),
        eq(remoteLists.environmentId, environmentId),
        eq(remoteLists.kind, kind),
      ),
    )
    .orderBy(sql`enlace_fold(${remoteLists.name})`, remoteLists.remoteId);
}

/** One mapping. */
export async function findMapping(db: Queryable, id: number) {
  const [row] = await db.select().from(mappings).where(eq(mappings.id, id));
  return row;
}

/** How many of each kind there are in each environment, how many nobody has confirmed, and of those the proposed ones. */
export async function countMappings(
  db: Queryable,
  scope: FlowScope,
): Promise<
  { environmentId: number; kind: string; total: number; open: number; certain: number }[]
> {
  return db
    .select({
      environmentId: mappings.environmentId,
      kind: mappings.kind,
      total: sql<number>`count(*)::int`,
      open: sql<number>`count(*) filter (where ${mappings.confirmedAt} is null or ${mappings.targetId} is null)::int`,
      certain: sql<number>`count(*) filter (where ${mappings.confirmedAt} is null and ${mappings.targetId} is not null)::int`,
    })
    .from(mappings)
    .innerJoin(
      environments,
      and(
        eq(environments.organizationId, mappings.organizationId),
        eq(environments.id, mappings.environmentId),
      ),
    )
    .where(
      and(
        eq(mappings.organizationId, scope.organizationId),
        eq(mappings.integrationId, scope.integrationId),
      ),
    )
    .groupBy(mappings.environmentId, mappings.kind);
}
