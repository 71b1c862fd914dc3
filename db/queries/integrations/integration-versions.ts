import { and, desc, eq, gt } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { integrationVersions } from "../../schema/integrations.ts";
import type { IntegrationPlace } from "./integrations.ts";

export type VersionRow = typeof integrationVersions.$inferSelect;

const isOf = ({ organizationId, integrationId }: IntegrationPlace) =>
  and(
    eq(integrationVersions.organizationId, organizationId),
    eq(integrationVersions.integrationId, integrationId),
  );

export async function insertVersion(
  tx: Queryable,
  row: typeof integrationVersions.$inferInsert,
): Promise<void> {
  await tx.insert(integrationVersions).values(row);
}

/** Every save, newest first, without what it held. */
export async function listVersionRows(
  db: Queryable,
  place: IntegrationPlace,
): Promise<Array<Pick<VersionRow, "version" | "authorName" | "at" | "changes">>> {
  return db
    .select({
      version: integrationVersions.version,
      authorName: integrationVersions.authorName,
      at: integrationVersions.at,
      changes: integrationVersions.changes,
    })
    .from(integrationVersions)
    .where(isOf(place))
    .orderBy(desc(integrationVersions.version));
}

/** What was saved after this version: for the person whose save came too late. */
export async function listVersionsAfter(
  db: Queryable,
  place: IntegrationPlace,
  version: number,
): Promise<Array<Pick<VersionRow, "version" | "authorName" | "at" | "changes">>> {
  return db
    .select({
      version: integrationVersions.version,
      authorName: integrationVersions.authorName,
      at: integrationVersions.at,
      changes: integrationVersions.changes,
    })
    .from(integrationVersions)
    .where(and(isOf(place), gt(integrationVersions.version, version)))
    .orderBy(desc(integrationVersions.version));
}

export async function findVersion(
  db: Queryable,
  place: IntegrationPlace,
  version: number,
): Promise<VersionRow | null> {
  const [row] = await db
    .select()
    .from(integrationVersions)
    .where(and(isOf(place), eq(integrationVersions.version, version)));
  return row ?? null;
}
