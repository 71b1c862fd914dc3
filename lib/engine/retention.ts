import type { Database } from "@/db/client.ts";
import { removeEventKeys } from "@/db/queries/events/events.ts";
import {
  findFilesToRemove,
  findUploadsToRemove,
  markFilesRemoved,
  markUploadsRemoved,
  removeEndedSessions,
  removeExpiredState,
  type StoredBytes,
} from "@/db/queries/files/retention.ts";
import { mergeMovementChanges } from "@/db/queries/movements/movement-changes.ts";
import { removeForeignCancellations } from "@/db/queries/movements/movements-write.ts";
import { endForgottenUploads } from "@/db/queries/movements/uploads.ts";
import { removeOldAccepted } from "@/db/queries/tasks/ledger.ts";
import { removeRepeatedTaskDays } from "@/db/queries/tasks/task-days.ts";
import { KEEP_ACCEPTED_DAYS } from "@/lib/core/ledger-record.ts";
import { WAIT_FOR_PURCHASE_DAYS } from "@/lib/core/waiting-cancellation.ts";
import type { Env } from "@/lib/env.ts";
import type { FileStore } from "./file-store.ts";
import { dropPartitions, makePartitions } from "./partitions.ts";
import { reportDays } from "./report-days.ts";
import { renewSecrets } from "./renew-secrets.ts";

interface RetentionOptions {
  db: Database;
  store: FileStore;
  env: Pick<Env, "KEEP_FILES_DAYS" | "KEEP_LOGS_DAYS" | "KEEP_EVENTS_DAYS" | "ENLACE_KEYS">;
  now: Date;
  signal: AbortSignal;
  /** Told of secrets that no key opens any more. */
  report?: (error: unknown) => void;
}

const DAY_MS = 86_400_000;
/** An ended session says where and when somebody was signed in: long enough to look into an abuse. */
const KEEP_SESSIONS_DAYS = 90;
/** How long each task's own note of a day is kept that a later one delivered too. */
const KEEP_TASK_DAYS = 35;

/** Stored secrets that no key of this process opens: how many, never which. */
class UnopenedSecretsError extends Error {
  readonly code: string;
  constructor(count: number) {
    super("stored secrets do not open");
    this.name = "UnopenedSecretsError";
    this.code = String(count);
  }
}

/**
 * The daily housekeeping: partitions of logs and of received messages made ahead and old ones
 * dropped, bytes of old files and uploads removed (their rows stay), old sessions and what partners
 * accepted years ago forgotten, cancellations of documents that never came given up, changes of
 * days added up and their account compared with its sources, secrets of old keys sealed anew.
 */
export async function runRetention({
  db,
  store,
  env,
  now,
  signal,
  report,
}: RetentionOptions): Promise<{ files: number; uploads: number; partitions: number }> {
  await makePartitions(db, "log_lines", now);
  await makePartitions(db, "events", now);
  const partitions =
    (await dropPartitions(db, "log_lines", now, env.KEEP_LOGS_DAYS)) +
    (await dropPartitions(db, "events", now, env.KEEP_EVENTS_DAYS));
  await removeEventKeys(db, new Date(now.getTime() - env.KEEP_EVENTS_DAYS * DAY_MS));
  const cutoff = new Date(now.getTime() - env.KEEP_FILES_DAYS * DAY_MS);
  const files = await removeBytes(
    store,
    signal,
    () => findFilesToRemove(db, cutoff),
    (batch) => markFilesRemoved(db, batch, now),
  );
  await endForgottenUploads(db, null, new Date(now.getTime() - DAY_MS));
  const uploads = await removeBytes(
    store,
    signal,
    () => findUploadsToRemove(db, cutoff),
    (batch) => markUploadsRemoved(db, batch),
  );
  await store.sweep(new Date(now.getTime() - DAY_MS));
  await removeEndedSessions(db, new Date(now.getTime() - KEEP_SESSIONS_DAYS * DAY_MS));
  await removeExpiredState(db, now);
  await removeForeignCancellations(db, new Date(now.getTime() - WAIT_FOR_PURCHASE_DAYS * DAY_MS));
  await forgetAccepted(db, now, signal);
  await mergeMovementChanges(db);
  await reportDays(db, now, report, signal);
  await forgetRepeatedDays(db, now, signal);
  const { unopened } = await renewSecrets(db, env.ENLACE_KEYS, signal);
  if (unopened > 0) report?.(new UnopenedSecretsError(unopened));
  return { files, uploads, partitions };
}

async function forgetAccepted(db: Database, now: Date, signal: AbortSignal): Promise<void> {
  const accepted = new Date(now.getTime() - KEEP_ACCEPTED_DAYS * DAY_MS);
  const before = { accepted, day: accepted.toISOString().slice(0, 10) };
  while ((await removeOldAccepted(db, before)) > 0) signal.throwIfAborted();
}

async function forgetRepeatedDays(db: Database, now: Date, signal: AbortSignal): Promise<void> {
  const before = new Date(now.getTime() - KEEP_TASK_DAYS * DAY_MS);
  while ((await removeRepeatedTaskDays(db, before)) > 0) signal.throwIfAborted();
}

/** Bytes first, then the mark: a crash in between removes again what is already gone, which is no error. */
async function removeBytes(
  store: FileStore,
  signal: AbortSignal,
  find: () => Promise<StoredBytes[]>,
  mark: (batch: StoredBytes[]) => Promise<void>,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const batch = await find();
    if (batch.length === 0) return removed;
    for (const storageKey of batch.flatMap(({ storageKeys }) => storageKeys)) {
      signal.throwIfAborted();
      await store.remove(storageKey);
    }
    await mark(batch);
    removed += batch.length;
  }
}
