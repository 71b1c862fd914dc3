import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { connectorState } from "../../schema/exchanges.ts";
import { writeJson } from "../../write-json.ts";

/** Whose memory, and the moment that decides what is over. */
export interface StateScope {
  organizationId: number;
  integrationId: number;
  now: Date;
}

/** Those of `keys` that are remembered and not over. */
export async function findState(
  db: Queryable,
  scope: StateScope,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .select({ key: connectorState.key, value: connectorState.value })
    .from(connectorState)
    .where(
      and(
        ofScope(scope),
        sql`${connectorState.key} in (select jsonb_array_elements_text(${writeJson(keys)}::text::jsonb))`,
        alive(scope.now),
      ),
    );
  return new Map(rows.map(({ key, value }) => [key, value]));
}

/** Remembers a value in place of an older one; null forgets. */
export async function setState(
  tx: Queryable,
  scope: StateScope,
  key: string,
  value: string | null,
  expiresAt: Date | null,
): Promise<void> {
  if (value === null) {
    await tx.delete(connectorState).where(and(ofScope(scope), eq(connectorState.key, key)));
    return;
  }
  const fresh = { value, expiresAt, updatedAt: scope.now };
  const { organizationId, integrationId } = scope;
  await tx
    .insert(connectorState)
    .values({ organizationId, integrationId, key, ...fresh })
    .onConflictDoUpdate({
      target: [connectorState.organizationId, connectorState.integrationId, connectorState.key],
      set: fresh,
    });
}

/** Remembers a value if what is there still is `expected` (null: nothing, or over); whether it did. */
export async function compareAndSetState(
  tx: Queryable,
  scope: StateScope,
  key: string,
  expected: string | null,
  value: string,
  expiresAt: Date | null,
): Promise<boolean> {
  const fresh = { value, expiresAt, updatedAt: scope.now };
  const { organizationId, integrationId, now } = scope;
  if (expected !== null) {
    const rows = await tx
      .update(connectorState)
      .set(fresh)
      .where(
        and(
          ofScope(scope),
          eq(connectorState.key, key),
          eq(connectorState.value, expected),
          alive(now),
        ),
      )
      .returning({ key: connectorState.key });
    return rows.length > 0;
  }
  const rows = await tx
    .insert(connectorState)
    .values({ organizationId, integrationId, key, ...fresh })
    .onConflictDoUpdate({
      target: [connectorState.organizationId, connectorState.integrationId, connectorState.key],
      set: fresh,
      setWhere: sql`${connectorState.expiresAt} <= ${now.toISOString()}::timestamptz`,
    })
    .returning({ key: connectorState.key });
  return rows.length > 0;
}

const ofScope = ({ organizationId, integrationId }: StateScope) =>
  and(
    eq(connectorState.organizationId, organizationId),
    eq(connectorState.integrationId, integrationId),
  );
const alive = (now: Date) =>
  or(isNull(connectorState.expiresAt), gt(connectorState.expiresAt, now));
