import { and, asc, count, eq, inArray, sql } from "drizzle-orm";
import type { SettingPlace } from "@/lib/core/setting-place.ts";
import type { Queryable } from "../../client.ts";
import {
  connectors,
  integrationBranches,
  integrations,
  integrationSettings,
} from "../../schema/integrations.ts";
import { branches, organizations } from "../../schema/people.ts";

export type IntegrationRow = typeof integrations.$inferSelect;
export type SettingRow = typeof integrationSettings.$inferSelect;
export type ConnectorRow = typeof connectors.$inferSelect;

/** Where an integration stands: every key begins with its organization. */
export interface IntegrationPlace {
  organizationId: number;
  integrationId: number;
}

const isAt = ({ organizationId, integrationId }: IntegrationPlace) =>
  and(eq(integrations.organizationId, organizationId), eq(integrations.id, integrationId));

/** The integration with this id, among those the transaction may see; `lock` makes other saves wait. */
export async function findIntegration(
  db: Queryable,
  id: number,
  options: { lock?: boolean } = {},
): Promise<IntegrationRow | null> {
  const query = db.select().from(integrations).where(eq(integrations.id, id)).limit(1);
  const [row] = await (options.lock ? query.for("update") : query);
  return row ?? null;
}

/** Its name, its client and its type: what every page about it shows first. */
export async function findIntegrationHead(db: Queryable, id: number) {
  const [row] = await db
    .select({
      integration: integrations,
      organizationName: organizations.name,
      organizationTimeZone: organizations.timeZone,
      connector: connectors,
      nextRunAt: sql<
        string | null
      >`(select min(s.next_run_at) from schedules s where s.organization_id = ${integrations.organizationId} and s.integration_id = ${integrations.id})`,
    })
    .from(integrations)
    .innerJoin(organizations, eq(organizations.id, integrations.organizationId))
    .innerJoin(connectors, eq(connectors.id, integrations.connectorId))
    .where(eq(integrations.id, id))
    .limit(1);
  return row ?? null;
}

/** Adds an integration; null when a form with the same key was already taken in. */
export async function insertIntegration(
  tx: Queryable,
  row: typeof integrations.$inferInsert,
): Promise<number | null> {
  const [added] = await tx
    .insert(integrations)
    .values(row)
    .onConflictDoNothing({ target: [integrations.organizationId, integrations.registrationKey] })
    .returning({ id: integrations.id });
  return added?.id ?? null;
}

export async function findByRegistrationKey(
  tx: Queryable,
  organizationId: number,
  key: string,
): Promise<number | null> {
  const [row] = await tx
    .select({ id: integrations.id })
    .from(integrations)
    .where(
      and(eq(integrations.organizationId, organizationId), eq(integrations.registrationKey, key)),
    );
  return row?.id ?? null;
}

/** Writes a save; its version is one more than the row had. */
export async function updateIntegration(
  tx: Queryable,
  place: IntegrationPlace,
  change: Pick<
    IntegrationRow,
    "connectorId" | "description" | "active" | "pausedReason" | "intervalMinutes"
  >,
  now: Date,
): Promise<number> {
  const [row] = await tx
    .update(integrations)
    .set({
      ...change,
      // Activated by a person, it begins anew.
      ...(change.active && { pausedAt: null, refusedSince: null }),
      version: sql`${integrations.version} + 1`,
      updatedAt: now,
    })
    .where(isAt(place))
    .returning({ version: integrations.version });
  if (!row) throw new Error(`integration ${place.integrationId} vanished during its save`);
  return row.version;
}

/** The branches an integration applies to, by name. */
export async function listIntegrationBranches(
  db: Queryable,
  { organizationId, integrationId }: IntegrationPlace,
): Promise<Array<{ id: number; name: string; active: boolean }>> {
  return db
    .select({ id: branches.id, name: branches.name, active: branches.active })
    .from(integrationBranches)
    .innerJoin(
      branches,
      and(
        eq(branches.organizationId, integrationBranches.organizationId),
        eq(branches.id, integrationBranches.branchId),
      ),
    )
    .where(
      and(
        eq(integrationBranches.organizationId, organizationId),
        eq(integrationBranches.integrationId, integrationId),
      ),
    )
    .orderBy(asc(branches.name), asc(branches.id));
}

export async function replaceIntegrationBranches(
  tx: Queryable,
  { organizationId, integrationId }: IntegrationPlace,
  branchIds: readonly number[],
): Promise<void> {
  await tx
    .delete(integrationBranches)
    .where(
      and(
        eq(integrationBranches.organizationId, organizationId),
        eq(integrationBranches.integrationId, integrationId),
      ),
    );
  if (branchIds.length > 0)
    await tx
      .insert(integrationBranches)
      .values(branchIds.map((branchId) => ({ organizationId, integrationId, branchId })));
}

export async function listSettings(
  db: Queryable,
  { organizationId, integrationId }: IntegrationPlace,
): Promise<SettingRow[]> {
  return db
    .select()
    .from(integrationSettings)
    .where(
      and(
        eq(integrationSettings.organizationId, organizationId),
        eq(integrationSettings.integrationId, integrationId),
      ),
    )
    .orderBy(asc(integrationSettings.key), asc(integrationSettings.branchId));
}

export async function writeSetting(
  tx: Queryable,
  row: typeof integrationSettings.$inferInsert,
): Promise<void> {
  const { value = null, ciphertext = null, updatedBy, updatedAt } = row;
  await tx
    .insert(integrationSettings)
    .values(row)
    .onConflictDoUpdate({
      target: [
        integrationSettings.organizationId,
        integrationSettings.integrationId,
        integrationSettings.key,
        integrationSettings.branchId,
      ],
      set: { value, ciphertext, updatedBy, updatedAt },
    });
}

export async function removeSetting(
  tx: Queryable,
  { organizationId, integrationId }: IntegrationPlace,
  { key, branchId }: SettingPlace,
): Promise<void> {
  await tx
    .delete(integrationSettings)
    .where(
      and(
        eq(integrationSettings.organizationId, organizationId),
        eq(integrationSettings.integrationId, integrationId),
        eq(integrationSettings.key, key),
        eq(integrationSettings.branchId, branchId),
      ),
    );
}

/** The organization with this id, if the transaction may see it. */
export async function findRegistrationOrganization(db: Queryable, id: number) {
  const [row] = await db.select().from(organizations).where(eq(organizations.id, id));
  return row ?? null;
}

/** Clients one may register for. */
export async function listActiveOrganizations(
  db: Queryable,
): Promise<Array<{ id: number; name: string }>> {
  return db
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(eq(organizations.active, true))
    .orderBy(asc(organizations.name));
}

/** A client's branches with what one recognises them by; all of them, or those with these ids. */
export async function listRegistrationBranches(
  db: Queryable,
  organizationId: number,
  ids?: readonly number[],
) {
  return db
    .select()
    .from(branches)
    .where(
      and(
        eq(branches.organizationId, organizationId),
        ids ? inArray(branches.id, [...ids]) : undefined,
      ),
    )
    .orderBy(asc(branches.name), asc(branches.id));
}

/** The catalogue of types, by name. */
export async function listConnectorRows(db: Queryable): Promise<ConnectorRow[]> {
  return db.select().from(connectors).orderBy(asc(connectors.name));
}

export async function findConnectorRow(db: Queryable, id: string): Promise<ConnectorRow | null> {
  const [row] = await db.select().from(connectors).where(eq(connectors.id, id));
  return row ?? null;
}

/** How many integrations each type has, among those the transaction may see. */
export async function countIntegrationsByConnector(db: Queryable): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: integrations.connectorId, uses: count() })
    .from(integrations)
    .groupBy(integrations.connectorId);
  return new Map(rows.map(({ id, uses }) => [id, uses]));
}
