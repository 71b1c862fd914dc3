import { and, eq, gte, like, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "../../client.ts";
import { connectorState } from "../../schema/exchanges.ts";
import { integrations } from "../../schema/integrations.ts";

/** Tasks of one connector choose their moments one after the other: held to the end of the transaction. */
export async function lockMoments(
  tx: Transaction,
  organizationId: number,
  connectorId: string,
): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${organizationId}:${connectorId}`}, 7300414))`,
  );
}

/** The moments, in ISO, that tasks of the organization's integrations of one connector have from `from` on. */
export async function findTakenMoments(
  db: Queryable,
  {
    organizationId,
    connectorId,
    from,
  }: { organizationId: number; connectorId: string; from: Date },
): Promise<Set<string>> {
  const rows = await db
    .select({ value: connectorState.value })
    .from(connectorState)
    .innerJoin(
      integrations,
      and(
        eq(integrations.organizationId, connectorState.organizationId),
        eq(integrations.id, connectorState.integrationId),
      ),
    )
    .where(
      and(
        eq(connectorState.organizationId, organizationId),
        eq(integrations.connectorId, connectorId),
        like(connectorState.key, "moment:%"),
        gte(connectorState.value, from.toISOString()),
      ),
    );
  return new Set(rows.map(({ value }) => value));
}
