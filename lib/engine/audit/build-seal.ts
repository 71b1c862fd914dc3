import { createHmac, hkdfSync } from "node:crypto";
import type { AuditRecord } from "@/db/queries/people/audit-seals.ts";
import type { Env } from "@/lib/env.ts";
import type { SecretKey } from "@/lib/secrets.ts";

/** The keys of seals: the first seals, every one verifies. */
export function readAuditKeys(env: Pick<Env, "AUDIT_KEYS" | "ENLACE_KEYS">): SecretKey[] {
  return [...(env.AUDIT_KEYS ?? []), ...env.ENLACE_KEYS];
}

/** A key of its own for seals, so that no text of the one use is ever one of the other. */
const derive = ({ key }: SecretKey) =>
  Buffer.from(hkdfSync("sha256", key, "", "enlace audit seal", 32));

/**
 * Seals an act at its place. What is sealed is a list in JSON: a value moved to the next column, or
 * across a null, is another text. Never to be changed: what was sealed would not verify any more.
 */
export function buildSeal(
  key: SecretKey,
  place: { chain: number; number: number; previous: string | null },
  record: AuditRecord,
): string {
  const content = JSON.stringify([
    place.chain,
    place.number,
    place.previous,
    record.id,
    record.organizationId,
    record.personId,
    record.personName,
    record.action,
    record.subjectType,
    record.subjectId,
    record.summary,
    record.changes,
    record.address,
    record.at,
  ]);
  return `${key.id}.${createHmac("sha256", derive(key)).update(content).digest("base64url")}`;
}
