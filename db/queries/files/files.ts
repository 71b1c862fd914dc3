import { and, eq, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { cleanText } from "@/lib/core/clean-text.ts";
import type { LedgerRecord } from "@/lib/core/ledger-record.ts";
import type { Queryable, Transaction } from "../../client.ts";
import { files, rejections } from "../../schema/tasks.ts";

export type FileRow = typeof files.$inferSelect;

const ofTask = (organizationId: number, taskId: number) =>
  and(eq(files.organizationId, organizationId), eq(files.taskId, taskId));
const current = isNull(files.supersededAt);

/** What a prepare must know of names: already made, already accepted, and made before with an answer that was lost. */
export async function listFileNames(
  db: Queryable,
  organizationId: number,
  taskId: number,
  generation: number,
): Promise<{ skip: Set<string>; uncertain: Set<string> }> {
  const rows = await db
    .select({
      name: files.name,
      generation: files.generation,
      superseded: sql<boolean>`${files.supersededAt} is not null`,
      lost: sql<boolean>`${files.deliveringSince} is not null`,
    })
    .from(files)
    .where(ofTask(organizationId, taskId));
  return {
    skip: new Set(
      rows.filter((row) => row.generation === generation || !row.superseded).map((row) => row.name),
    ),
    uncertain: new Set(rows.filter((row) => row.superseded && row.lost).map((row) => row.name)),
  };
}

export async function insertFile(tx: Transaction, file: typeof files.$inferInsert): Promise<void> {
  await tx.insert(files).values(file);
}

/** The files still to be delivered, in the order in which they were made. */
export async function listPendingFiles(
  db: Queryable,
  organizationId: number,
  taskId: number,
): Promise<FileRow[]> {
  return db
    .select()
    .from(files)
    .where(and(ofTask(organizationId, taskId), current, eq(files.status, "pending")))
    .orderBy(files.id);
}

/** The files the partner received and has not yet accepted, whose turn to be asked about has come. */
export async function listFilesToConfirm(
  db: Queryable,
  organizationId: number,
  taskId: number,
  now: Date,
): Promise<FileRow[]> {
  return db
    .select()
    .from(files)
    .where(
      and(
        ofTask(organizationId, taskId),
        current,
        eq(files.status, "sent"),
        lte(files.nextConfirmAt, now),
      ),
    )
    .orderBy(files.id);
}

/** How the files of a task stand: those that count, with the reason of each that failed. */
export async function listCurrentFiles(
  db: Queryable,
  organizationId: number,
  taskId: number,
): Promise<
  Array<
    Pick<
      FileRow,
      "id" | "name" | "status" | "failureKind" | "failureReason" | "rows" | "nextConfirmAt"
    >
  >
> {
  const columns = {
    id: files.id,
    name: files.name,
    status: files.status,
    failureKind: files.failureKind,
    failureReason: files.failureReason,
    rows: files.rows,
    nextConfirmAt: files.nextConfirmAt,
  };
  return db
    .select(columns)
    .from(files)
    .where(and(ofTask(organizationId, taskId), current))
    .orderBy(files.id);
}

/** A file's row changes in a transaction that holds its task; 0 rows = it was superseded or answered meanwhile. */
export async function updateFile(
  tx: Transaction,
  file: { organizationId: number; id: number },
  from: FileRow["status"],
  change: Partial<typeof files.$inferInsert>,
): Promise<boolean> {
  const rows = await tx
    .update(files)
    .set(change)
    .where(
      and(
        eq(files.organizationId, file.organizationId),
        eq(files.id, file.id),
        eq(files.status, from),
        current,
      ),
    )
    .returning({ id: files.id });
  return rows.length > 0;
}

/** Before the partner is called: from here until its answer nobody knows whether it has the file. */
export async function markDelivering(
  tx: Transaction,
  file: { organizationId: number; id: number },
): Promise<void> {
  await tx
    .update(files)
    .set({ deliveringSince: sql`clock_timestamp()`, attempts: sql`${files.attempts} + 1` })
    .where(and(eq(files.organizationId, file.organizationId), eq(files.id, file.id)));
}

/** A reprocess makes anew what was not accepted. */
export async function supersedeUnacceptedFiles(
  tx: Queryable,
  organizationId: number,
  taskId: number,
): Promise<void> {
  await tx
    .update(files)
    .set({ supersededAt: sql`clock_timestamp()` })
    .where(
      and(ofTask(organizationId, taskId), current, inArray(files.status, ["pending", "failed"])),
    );
}

/**
 * Files that will not be sent any more. One whose delivery is under way keeps waiting for its answer
 * unless `evenDelivering`: an acceptance that arrives after a cancellation must not be lost.
 */
export async function failWaitingFiles(
  tx: Queryable,
  of: {
    organizationId: number;
    taskId: number;
    kind: string;
    reason: string;
    evenDelivering?: boolean;
  },
): Promise<number> {
  const rows = await tx
    .update(files)
    .set({ status: "failed", failureKind: of.kind, failureReason: of.reason })
    .where(
      and(
        ofTask(of.organizationId, of.taskId),
        current,
        eq(files.status, "pending"),
        of.evenDelivering ? undefined : isNull(files.deliveringSince),
      ),
    )
    .returning({ id: files.id });
  return rows.length;
}

/** When the next question about a task's sent files is due; null when none waits. */
export async function nextConfirmation(
  db: Queryable,
  organizationId: number,
  taskId: number,
): Promise<Date | null> {
  const [row] = await db
    .select({ at: sql<string | null>`min(${files.nextConfirmAt})` })
    .from(files)
    .where(
      and(
        ofTask(organizationId, taskId),
        current,
        eq(files.status, "sent"),
        isNotNull(files.nextConfirmAt),
      ),
    );
  return row?.at ? new Date(row.at) : null;
}

interface RejectedRecord {
  key: string;
  code: string;
  message: string;
  branchId?: number | undefined;
  day?: string | undefined;
}

export async function insertRejections(
  tx: Transaction,
  of: { organizationId: number; taskId: number; generation: number; fileId: number | null },
  rejected: readonly RejectedRecord[],
): Promise<void> {
  for (let from = 0; from < rejected.length; from += 1000) {
    const rows = rejected.slice(from, from + 1000).map(({ key, code, message, branchId, day }) => ({
      ...of,
      recordKey: cleanText(key, 500),
      code: cleanText(code, 200),
      message: cleanText(message, 1_000),
      branchId: branchId ?? null,
      day: day ?? null,
    }));
    await tx.insert(rejections).values(rows);
  }
}

/** Records our own check already refused in this generation, as `key\0code`. */
export async function listPreparedRejections(
  db: Queryable,
  organizationId: number,
  taskId: number,
  generation: number,
): Promise<Set<string>> {
  const rows = await db
    .select({ key: rejections.recordKey, code: rejections.code })
    .from(rejections)
    .where(
      and(
        eq(rejections.organizationId, organizationId),
        eq(rejections.taskId, taskId),
        eq(rejections.generation, generation),
        isNull(rejections.fileId),
      ),
    );
  return new Set(rows.map(({ key, code }) => `${key}\u0000${code}`));
}

export async function countPreparedRejections(
  db: Queryable,
  organizationId: number,
  taskId: number,
  generation: number,
): Promise<{ count: number; first: string | null }> {
  const [row] = await db
    .select({
      count: sql<number>`count(*)::int`,
      first: sql<string | null>`(array_agg(${rejections.message} order by ${rejections.id}))[1]`,
    })
    .from(rejections)
    .where(
      and(
        eq(rejections.organizationId, organizationId),
        eq(rejections.taskId, taskId),
        eq(rejections.generation, generation),
        isNull(rejections.fileId),
      ),
    );
  return { count: row?.count ?? 0, first: row?.first ?? null };
}

/** The records of a stored batch, as `prepare` gave them. */
export function recordsOf(file: Pick<FileRow, "records">): LedgerRecord[] {
  return (file.records ?? []) as LedgerRecord[];
}
