import { and, asc, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { connectorState } from "../../schema/exchanges.ts";
import { files } from "../../schema/tasks.ts";
import { imports } from "../../schema/imports.ts";
import { sessions } from "../../schema/people.ts";

/** Objects in the store, and the row that names them. */
export interface StoredBytes {
  id: number;
  storageKeys: string[];
}

const BATCH = 500;

/** Files made before `cutoff` whose bytes are still kept; what waits for delivery stays, however old. */
export async function findFilesToRemove(db: Queryable, cutoff: Date): Promise<StoredBytes[]> {
  const rows = await db
    .select({ id: files.id, storageKey: files.storageKey })
    .from(files)
    .where(and(isNull(files.removedAt), lt(files.createdAt, cutoff), ne(files.status, "pending")))
    .orderBy(asc(files.createdAt))
    .limit(BATCH);
  return rows.map(({ id, storageKey }) => ({ id, storageKeys: [storageKey] }));
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

/** Uploads that were read before `cutoff`, and those that never arrived whole, whenever that was. */
export async function findUploadsToRemove(db: Queryable, cutoff: Date): Promise<StoredBytes[]> {
  const rows = await db
    .select({ id: imports.id, storageKey: imports.storageKey, parts: imports.parts })
    .from(imports)
    .where(
      and(
        isNotNull(imports.finishedAt),
        or(
          and(isNotNull(imports.storageKey), lt(imports.createdAt, cutoff)),
          and(isNull(imports.storageKey), sql`${imports.parts} <> '{}'`),
        ),
      ),
    )
    .limit(BATCH);
  return rows.map(({ id, storageKey, parts }) => ({
    id,
    storageKeys: [...new Set([...(storageKey === null ? [] : [storageKey]), ...parts])],
  }));
}

/** Forgets where the upload was. */
export async function markUploadsRemoved(
  db: Queryable,
  batch: readonly { id: number }[],
): Promise<void> {
  await db
    .update(imports)
    .set({ storageKey: null, parts: [] })
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
