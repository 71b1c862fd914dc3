import { and, eq } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { apiKeys, organizations } from "../../schema/people.ts";

/** The key with this hash, whether or not it may still be used. */
export async function findApiKey(db: Queryable, hash: string) {
  const [row] = await db
    .select({
      organizationId: apiKeys.organizationId,
      id: apiKeys.id,
      name: apiKeys.name,
      rights: apiKeys.rights,
      expiresAt: apiKeys.expiresAt,
      revokedAt: apiKeys.revokedAt,
      lastUsedAt: apiKeys.lastUsedAt,
      organizationActive: organizations.active,
    })
    .from(apiKeys)
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .where(eq(apiKeys.hash, hash));
  return row;
}

/** Notes that a key was used. */
export async function recordApiKeyUse(
  db: Queryable,
  organizationId: number,
  keyId: number,
  now: Date,
): Promise<void> {
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, keyId)));
}
