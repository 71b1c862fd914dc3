import { and, eq, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { imports } from "../../schema/imports.ts";

/** Serializes what a client brings in, so that two at once cannot both find room for the last bytes. */
const QUOTA_LOCK = 7_300_420;

/** Opens the row of an upload that is about to arrive. */
export async function insertUpload(
  tx: Queryable,
  row: {
    organizationId: number;
    name: string;
    source: "xml" | "zip" | "csv";
    requestedName: string;
    expectedBytes: number;
    dryRun: boolean;
  },
): Promise<number> {
  const [written] = await tx.insert(imports).values(row).returning({ id: imports.id });
  if (!written) throw new Error("insert returned no row");
  return written.id;
}

/**
 * Bytes that a client brought in since a moment, what is announced and on its way included. Holds
 * the client's turn until the transaction ends.
 */
export async function lockBroughtBytes(
  tx: Queryable,
  organizationId: number,
  since: Date,
): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${QUOTA_LOCK}, ${organizationId}::int)`);
  const [row] = await tx.execute<{ bytes: string }>(sql`
    select coalesce(sum(case when status = 'waiting' and storage_key is null
                             then greatest(bytes, coalesce(expected_bytes, 0)) else bytes end), 0) as bytes
      from imports
     where organization_id = ${organizationId} and created_at > ${since.toISOString()}::timestamptz`);
  return Number(row?.bytes ?? 0);
}

/** How far an upload is that is still on its way. */
interface UploadStand {
  organizationId: number;
  name: string;
  received: number;
  expected: number;
  dryRun: boolean;
}

const stand = {
  organizationId: imports.organizationId,
  name: imports.name,
  received: imports.bytes,
  expected: sql<number>`coalesce(${imports.expectedBytes}, 0)::float8`,
  dryRun: imports.dryRun,
};

const onItsWay = (importId: number) =>
  and(eq(imports.id, importId), eq(imports.status, "waiting"), isNull(imports.storageKey));

/** An upload that is still on its way; undefined when it arrived, was ended or is somebody else's. */
export async function findUpload(
  db: Queryable,
  importId: number,
): Promise<UploadStand | undefined> {
  const [row] = await db.select(stand).from(imports).where(onItsWay(importId));
  return row;
}

/** Owner and length of an upload that is there whole, however far its reading is. */
export async function findArrivedBytes(
  db: Queryable,
  importId: number,
): Promise<{ organizationId: number; bytes: number } | undefined> {
  const [row] = await db
    .select({ organizationId: imports.organizationId, bytes: imports.bytes })
    .from(imports)
    .where(and(eq(imports.id, importId), isNotNull(imports.storageKey)));
  return row;
}

/**
 * Takes the next part. Only one that begins where the last one ended and ends within the file: of two
 * that carry the same part one is taken.
 */
export async function appendPart(
  tx: Queryable,
  importId: number,
  part: { offset: number; bytes: number; storageKey: string },
): Promise<UploadStand | undefined> {
  const [row] = await tx
    .update(imports)
    .set({
      parts: sql`array_append(${imports.parts}, ${part.storageKey})`,
      bytes: sql`${imports.bytes} + ${part.bytes}`,
    })
    .where(
      and(
        onItsWay(importId),
        eq(imports.bytes, part.offset),
        lte(sql`${imports.bytes} + ${part.bytes}`, imports.expectedBytes),
      ),
    )
    .returning(stand);
  return row;
}

/** All parts are there: from now on it is an import that can be read. */
export async function recordUploaded(tx: Queryable, importId: number): Promise<void> {
  await tx
    .update(imports)
    .set({ storageKey: sql`${imports.parts}[1]` })
    .where(onItsWay(importId));
}

/** Ends uploads whose browser went away without a word; `organizationId` null = everybody's. */
export async function endForgottenUploads(
  tx: Queryable,
  organizationId: number | null,
  before: Date,
): Promise<void> {
  await tx
    .update(imports)
    .set({
      status: "failed",
      failureReason: "O envio do arquivo não terminou. Envie-o novamente.",
      finishedAt: sql`now()`,
    })
    .where(
      and(
        organizationId === null ? undefined : eq(imports.organizationId, organizationId),
        eq(imports.status, "waiting"),
        isNull(imports.storageKey),
        lt(imports.createdAt, before),
      ),
    );
}

/** How many of a client's imports are not ended: the next one comes after them. */
export async function countOpenImports(tx: Queryable, organizationId: number): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from imports
     where organization_id = ${organizationId} and status in ('waiting', 'running')
       and storage_key is not null`);
  return row?.count ?? 0;
}
