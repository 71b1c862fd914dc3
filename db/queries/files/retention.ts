import { and, asc, inArray, isNotNull, isNull, lt, ne } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { connectorState } from "../../schema/exchanges.ts";
import { files } from "../../schema/tasks.ts";
import { imports } from "../../schema/imports.ts";
import { sessions } from "../../schema/people.ts";

/** Bytes in the store, and the row that names them. */
export interface StoredBytes {
  id: number;
  storageKey: string;
}

const BATCH = 500;

/** Files made before `cutoff` whose bytes are still kept; what waits for delivery stays, however old. */
export function findFilesToRemove(db: Queryable, cutoff: Date): Promise<StoredBytes[]> {
  return db
    .select({ id: files.id, storageKey: files.storageKey })
    .from(files)
    .where(and(isNull(files.removedAt), lt(files.createdAt, cutoff), ne(files.status, "pending")))
    .orderBy(asc(files.createdAt))
    .limit(BATCH);
}

/** Notes that the bytes are gone. */
export async function markFilesRemoved(
  db: Queryable,
  batch: readonly StoredBytes[],
  now: Date,
): Promise<void> {
  await db
    .update(files)
    .set({ removedAt: now })
    .where(
      inArray(
        files.id,
        batch.map(({ id }) => id),
      ),
    );
}

/** Uploads that were read before `cutoff`. */
export async function findUploadsToRemove(db: Queryable, cutoff: Date): Promise<StoredBytes[]> {
  const rows = await db
    .select({ id: imports.id, storageKey: imports.storageKey })
    .from(imports)
    .where(
      and(
        isNotNull(imports.storageKey),
        lt(imports.createdAt, cutoff),
        isNotNull(imports.finishedAt),
      ),
    )
    .limit(BATCH);
  return rows.flatMap(({ id, storageKey }) => (storageKey === null ? [] : [{ id, storageKey }]));
}

/** Forgets where the upload was. */
export async function markUploadsRemoved(
  db: Queryable,
  batch: readonly StoredBytes[],
): Promise<void> {
  await db
    .update(imports)
    .set({ storageKey: null })
    .where(
      inArray(
        imports.id,
        batch.map(({ id }) => id),
      ),
    );
}

/** Sessions begun before `cutoff`: none lives longer than a day. */
export async function removeEndedSessions(db: Queryable, cutoff: Date): Promise<void> {
  await db.delete(sessions).where(lt(sessions.createdAt, cutoff));
}

/** Forgets what connectors remembered until a moment that has passed. */
export async function removeExpiredState(db: Queryable, now: Date): Promise<void> {
  await db.delete(connectorState).where(lt(connectorState.expiresAt, now));
}
