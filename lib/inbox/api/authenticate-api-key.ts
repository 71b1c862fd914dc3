import { createHash } from "node:crypto";
import { findApiKey, recordApiKeyUse } from "@/db/queries/people/api-keys-for-inbox.ts";
import type { Database } from "@/db/client.ts";
import type { ApiRight } from "@/lib/core/api-rights.ts";

/** Who calls: the organization of the key, and what the key may do for it. */
export interface ApiCaller {
  organizationId: number;
  keyId: number;
  keyName: string;
  rights: readonly ApiRight[];
}

const NOTE_EVERY_MS = 60_000;

/** The caller that a `Authorization: Bearer …` header proves; null when the key is unknown, expired or revoked. */
export async function authenticateApiKey(
  db: Database,
  authorization: string | null,
  now: Date,
): Promise<ApiCaller | null> {
  const key = /^Bearer ([\x21-\x7E]{16,200})$/.exec(authorization ?? "")?.[1];
  if (!key) return null;
  // Looked up by hash: nothing is compared byte by byte, so the time it takes tells nothing about a key.
  const found = await findApiKey(db, hashApiKey(key));
  if (
    !found ||
    found.revokedAt !== null ||
    !found.organizationActive ||
    (found.expiresAt !== null && found.expiresAt <= now)
  )
    return null;
  if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > NOTE_EVERY_MS)
    await recordApiKeyUse(db, found.organizationId, found.id, now);
  return {
    organizationId: found.organizationId,
    keyId: found.id,
    keyName: found.name,
    rights: found.rights,
  };
}

/** What is kept of a key. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
