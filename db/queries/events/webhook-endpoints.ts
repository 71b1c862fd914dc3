import { and, asc, eq } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { webhookEndpoints } from "../../schema/webhooks.ts";

export type EndpointRow = typeof webhookEndpoints.$inferSelect;

/** The endpoint behind an address's opaque id, whatever state it is in. */
export async function findEndpoint(db: Queryable, publicId: string): Promise<EndpointRow | null> {
  const [row] = await db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.publicId, publicId));
  return row ?? null;
}

/** The endpoints of an integration, by source. */
export async function listEndpoints(
  db: Queryable,
  organizationId: number,
  integrationId: number,
): Promise<EndpointRow[]> {
  return db
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.organizationId, organizationId),
        eq(webhookEndpoints.integrationId, integrationId),
      ),
    )
    .orderBy(asc(webhookEndpoints.source));
}

/** Makes the endpoint of a source, or leaves the one there is. */
export async function insertEndpoint(
  tx: Queryable,
  endpoint: typeof webhookEndpoints.$inferInsert,
): Promise<EndpointRow | null> {
  const [row] = await tx
    .insert(webhookEndpoints)
    .values(endpoint)
    .onConflictDoNothing()
    .returning();
  return row ?? null;
}

export async function updateEndpoint(
  tx: Queryable,
  organizationId: number,
  endpointId: number,
  change: Partial<typeof webhookEndpoints.$inferInsert>,
): Promise<void> {
  await tx
    .update(webhookEndpoints)
    .set(change)
    .where(
      and(eq(webhookEndpoints.organizationId, organizationId), eq(webhookEndpoints.id, endpointId)),
    );
}
