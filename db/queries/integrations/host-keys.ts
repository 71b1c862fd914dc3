import { and, eq, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { hostKeys } from "../../schema/integrations.ts";

/** A client's SFTP server. */
export interface HostPlace {
  organizationId: number;
  host: string;
  port: number;
}

/** The key that this server is known by: the given one when it has none yet. Of two at once one is first. */
export async function claimHostKey(
  db: Queryable,
  place: HostPlace,
  fingerprint: string,
): Promise<string> {
  await db
    .insert(hostKeys)
    .values({ ...place, fingerprint })
    .onConflictDoNothing();
  const [row] = await db
    .select({ fingerprint: hostKeys.fingerprint })
    .from(hostKeys)
    .where(
      and(
        eq(hostKeys.organizationId, place.organizationId),
        eq(hostKeys.host, place.host),
        eq(hostKeys.port, place.port),
      ),
    );
  if (!row) throw new Error("the key of a server was neither there nor written");
  return row.fingerprint;
}

/** A person confirmed this key: from now on the server is known by it. */
export async function saveHostKey(
  db: Queryable,
  place: HostPlace,
  fingerprint: string,
): Promise<void> {
  await db
    .insert(hostKeys)
    .values({ ...place, fingerprint })
    .onConflictDoUpdate({
      target: [hostKeys.organizationId, hostKeys.host, hostKeys.port],
      set: { fingerprint, at: sql`now()` },
      setWhere: sql`${hostKeys.fingerprint} <> excluded.fingerprint`,
    });
}
