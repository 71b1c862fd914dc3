import type { PgColumn } from "drizzle-orm/pg-core";
import { and, asc, count, eq, isNull, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { environments } from "../../schema/environments.ts";
import { decisions } from "../../schema/flows.ts";
import { integrations } from "../../schema/integrations.ts";
import { branches, organizations } from "../../schema/people.ts";

/** Whose rows: an integration of an organization. */
export interface FlowScope {
  organizationId: number;
  integrationId: number;
}

/** The integrations of this type that the transaction may see; `organizationId` null = of every client. */
export function listFlowIntegrations(
  db: Queryable,
  connectorId: string,
  organizationId: number | null,
) {
  return db
    .select({
      id: integrations.id,
      organizationId: integrations.organizationId,
      organizationName: organizations.name,
      timeZone: organizations.timeZone,
      description: integrations.description,
      active: integrations.active,
      pausedReason: integrations.pausedReason,
    })
    .from(integrations)
    .innerJoin(organizations, eq(organizations.id, integrations.organizationId))
    .where(
      and(
        eq(integrations.connectorId, connectorId),
        organizationId === null ? undefined : eq(integrations.organizationId, organizationId),
      ),
    )
    .orderBy(sql`${integrations.active} desc`, asc(organizations.name), asc(integrations.id));
}

/** One integration of this type. */
export async function findFlowIntegration(db: Queryable, connectorId: string, id: number) {
  const [row] = await db
    .select({
      id: integrations.id,
      organizationId: integrations.organizationId,
      timeZone: organizations.timeZone,
      description: integrations.description,
      active: integrations.active,
    })
    .from(integrations)
    .innerJoin(organizations, eq(organizations.id, integrations.organizationId))
    .where(and(eq(integrations.connectorId, connectorId), eq(integrations.id, id)));
  return row;
}

/** The environments of an integration, Hub first, Sienge last. */
export function listEnvironments(db: Queryable, scope: FlowScope) {
  return db
    .select()
    .from(environments)
    .where(
      and(
        eq(environments.organizationId, scope.organizationId),
        eq(environments.integrationId, scope.integrationId),
      ),
    )
    .orderBy(
      sql`case when ${environments.code} = 'hub' then 0 when ${environments.kind} = 'cv' then 1 else 2 end`,
      environments.code,
    );
}

/** One environment, of whichever integration the transaction may see. */
export async function findEnvironment(db: Queryable, id: number) {
  const [row] = await db.select().from(environments).where(eq(environments.id, id));
  return row;
}

/** Whether there is anything but Multi CV: an integration of another type, or a branch that sells. */
export async function hasRetail(
  db: Queryable,
  connectorId: string,
  organizationId: number | null,
): Promise<boolean> {
  const own = (column: PgColumn) =>
    organizationId === null ? sql`true` : eq(column, organizationId);
  const [row] = await db.execute<{ found: boolean }>(sql`
    select exists (select 1 from ${integrations} where ${integrations.connectorId} <> ${connectorId} and ${own(integrations.organizationId)})
        or exists (select 1 from ${branches} where ${own(branches.organizationId)}) as found`);
  return row?.found === true;
}

/** How many questions wait for a person. */
export async function countOpenDecisions(
  db: Queryable,
  scope: { organizationId: number | null; integrationId?: number },
): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(decisions)
    .where(
      and(
        isNull(decisions.resolvedAt),
        scope.organizationId === null
          ? undefined
          : eq(decisions.organizationId, scope.organizationId),
        scope.integrationId === undefined
          ? undefined
          : eq(decisions.integrationId, scope.integrationId),
      ),
    );
  return row?.total ?? 0;
}
