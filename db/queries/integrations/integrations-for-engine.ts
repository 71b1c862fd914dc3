import { and, asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Branch } from "@/lib/core/movement.ts";
import type { Queryable } from "../../client.ts";
import {
  integrationBranches,
  integrations,
  integrationSettings,
} from "../../schema/integrations.ts";
import { branches, organizations } from "../../schema/people.ts";

/** What the engine needs of an integration to plan or run it. */
export interface EngineIntegration {
  organization: { id: number; name: string; timeZone: string; active: boolean };
  id: number;
  connectorId: string;
  description: string;
  active: boolean;
  pausedReason: string | null;
  intervalMinutes: number;
}

export async function findEngineIntegration(
  db: Queryable,
  organizationId: number,
  integrationId: number,
): Promise<EngineIntegration | null> {
  const [row] = await db
    .select({ integration: integrations, organization: organizations })
    .from(integrations)
    .innerJoin(organizations, eq(organizations.id, integrations.organizationId))
    .where(
      and(eq(integrations.organizationId, organizationId), eq(integrations.id, integrationId)),
    );
  if (!row) return null;
  const { id, connectorId, description, active, pausedReason, intervalMinutes } = row.integration;
  const { id: ownerId, name, timeZone, active: ownerActive } = row.organization;
  return {
    organization: { id: ownerId, name, timeZone, active: ownerActive },
    id,
    connectorId,
    description,
    active,
    pausedReason,
    intervalMinutes,
  };
}

/** The integration's active branches, by code. */
export async function listIntegrationBranches(
  db: Queryable,
  organizationId: number,
  integrationId: number,
): Promise<Branch[]> {
  const rows = await db
    .select({ branch: branches })
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
        eq(branches.active, true),
      ),
    )
    .orderBy(asc(branches.code), asc(branches.id));
  return rows.map(
    ({ branch: { organizationId: _owner, createdAt: _created, ...branch } }) => branch,
  );
}

/** The plain values of these keys that the integration holds for itself, not for a branch. */
export async function readPlainSettings(
  db: Queryable,
  organizationId: number,
  integrationId: number,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const { key, value, branchId } = integrationSettings;
  const rows = await db
    .select({ key, value })
    .from(integrationSettings)
    .where(
      and(
        eq(integrationSettings.organizationId, organizationId),
        eq(integrationSettings.integrationId, integrationId),
        eq(branchId, 0),
        inArray(key, [...keys]),
        isNotNull(value),
      ),
    );
  return new Map(rows.map((row) => [row.key, row.value ?? ""]));
}

/** The hub itself pauses an integration whose credentials were refused; only a person activates it again. */
export async function pauseIntegration(
  tx: Queryable,
  organizationId: number,
  integrationId: number,
  reason: string,
  now: Date,
): Promise<boolean> {
  const rows = await tx
    .update(integrations)
    .set({
      active: false,
      pausedReason: reason,
      pausedAt: now,
      refusedSince: sql`coalesce(${integrations.refusedSince}, ${now.toISOString()}::timestamptz)`,
    })
    .where(
      and(
        eq(integrations.organizationId, organizationId),
        eq(integrations.id, integrationId),
        eq(integrations.active, true),
      ),
    )
    .returning({ id: integrations.id });
  return rows.length > 0;
}

/** Notes that the partner refused the credentials; returns since when it does. */
export async function recordRefusal(
  tx: Queryable,
  organizationId: number,
  integrationId: number,
  now: Date,
): Promise<Date> {
  const [row] = await tx
    .update(integrations)
    .set({
      refusedSince: sql`coalesce(${integrations.refusedSince}, ${now.toISOString()}::timestamptz)`,
    })
    .where(and(eq(integrations.organizationId, organizationId), eq(integrations.id, integrationId)))
    .returning({ since: integrations.refusedSince });
  return row?.since ?? now;
}

/** The partner answered with these credentials: what it refused before is over. */
export async function clearRefusal(
  tx: Queryable,
  organizationId: number,
  integrationId: number,
): Promise<void> {
  await tx
    .update(integrations)
    .set({ refusedSince: null })
    .where(
      and(
        eq(integrations.organizationId, organizationId),
        eq(integrations.id, integrationId),
        eq(integrations.active, true),
        isNotNull(integrations.refusedSince),
      ),
    );
}
