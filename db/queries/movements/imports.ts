import { and, eq, inArray, sql } from "drizzle-orm";
import { cleanText } from "@/lib/core/clean-text.ts";
import type { ImportSums } from "@/lib/core/import-sums.ts";
import type { Queryable } from "../../client.ts";
import { importRefusals, imports } from "../../schema/imports.ts";
import { branches, organizations } from "../../schema/people.ts";

/** An import as its job sees it. */
export interface ClaimedImport {
  name: string;
  source: "xml" | "zip" | "csv" | "api";
  /** The content's objects in the store, in order; null while it is on its way. */
  stored: string[] | null;
  position: number;
  attempt: number;
  /** Everything is checked and nothing is written. */
  dryRun: boolean;
  sums: ImportSums;
}

/** What a committed batch adds to the import's account. */
export interface ImportProgress {
  /** Units committed in all, counted from the start of the file. */
  position: number;
  bytesRead: number;
  read: number;
  accepted: number;
  duplicated: number;
  refused: number;
  warned: number;
  /** Of a dry run: all that it found so far. */
  sums?: ImportSums;
  /** Names of the columns of a CSV of which rows were refused. */
  head?: string;
}

export interface NewRefusal {
  place: string;
  documentKey: string;
  severity: "refusal" | "warning";
  code: string;
  reason: string;
  /** The refused lines of a CSV. */
  lines?: string;
}

/** Takes an import up, or takes it over from a dead worker: the attempt's number fences the other one off. */
export async function claimImport(
  db: Queryable,
  organizationId: number,
  importId: number,
): Promise<ClaimedImport | null> {
  const [row] = await db
    .update(imports)
    .set({ status: "running", attempt: sql`${imports.attempt} + 1` })
    .where(
      and(
        eq(imports.organizationId, organizationId),
        eq(imports.id, importId),
        inArray(imports.status, ["waiting", "running"]),
      ),
    )
    .returning({
      name: imports.name,
      source: imports.source,
      storageKey: imports.storageKey,
      parts: imports.parts,
      position: imports.position,
      attempt: imports.attempt,
      dryRun: imports.dryRun,
      sums: imports.sums,
    });
  if (!row) return null;
  const { storageKey, parts, sums, ...claimed } = row;
  return {
    ...claimed,
    sums: sums ?? [],
    stored: storageKey === null ? null : parts.length > 0 ? parts : [storageKey],
  };
}

/** Adds a batch to the account; false when the import was cancelled or another attempt has it now. */
export async function advanceImport(
  tx: Queryable,
  organizationId: number,
  importId: number,
  attempt: number,
  progress: ImportProgress,
): Promise<boolean> {
  const { position, bytesRead, sums, head, ...counts } = progress;
  const rows = await tx
    .update(imports)
    .set({
      position,
      bytesRead,
      ...(sums && { sums }),
      ...(head && { head: cleanText(head, 20_000) }),
      read: sql`${imports.read} + ${counts.read}`,
      accepted: sql`${imports.accepted} + ${counts.accepted}`,
      duplicated: sql`${imports.duplicated} + ${counts.duplicated}`,
      refused: sql`${imports.refused} + ${counts.refused}`,
      warned: sql`${imports.warned} + ${counts.warned}`,
    })
    .where(
      and(
        eq(imports.organizationId, organizationId),
        eq(imports.id, importId),
        eq(imports.attempt, attempt),
        eq(imports.status, "running"),
      ),
    )
    .returning({ id: imports.id });
  return rows.length > 0;
}

/** Ends an import, well or not; false when it was ended already. */
export async function finishImport(
  db: Queryable,
  organizationId: number,
  importId: number,
  attempt: number,
  failureReason: string | null,
): Promise<boolean> {
  const rows = await db
    .update(imports)
    .set({
      status: failureReason === null ? "finished" : "failed",
      failureReason,
      finishedAt: sql`now()`,
      ...(failureReason === null && { bytesRead: imports.bytes }),
    })
    .where(
      and(
        eq(imports.organizationId, organizationId),
        eq(imports.id, importId),
        eq(imports.attempt, attempt),
        eq(imports.status, "running"),
      ),
    )
    .returning({ id: imports.id });
  return rows.length > 0;
}

/** Notes what was not taken, or taken with a remark. */
export async function insertRefusals(
  tx: Queryable,
  organizationId: number,
  importId: number,
  rows: readonly NewRefusal[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += 1000) {
    await tx.insert(importRefusals).values(
      rows
        .slice(start, start + 1000)
        .map(({ place, documentKey, severity, code, reason, lines = "" }) => ({
          organizationId,
          importId,
          severity,
          code,
          // Names inside a zip and keys of a refused document are whatever somebody wrote.
          place: cleanText(place, 300),
          documentKey: cleanText(documentKey, 300),
          reason: cleanText(reason, 1_000),
          // Nobody corrects a document of this length by hand.
          lines: lines.length > 200_000 ? "" : cleanText(lines),
        })),
    );
  }
}

/** The organization's zone and its active branches by CNPJ: all that a reader of its files may know. */
export async function readInboxContext(
  db: Queryable,
  organizationId: number,
): Promise<{ timeZone: string; branchIdByCnpj: Map<string, number> }> {
  const [organization] = await db
    .select({ timeZone: organizations.timeZone })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  const rows = await db
    .select({ id: branches.id, cnpj: branches.cnpj })
    .from(branches)
    .where(and(eq(branches.organizationId, organizationId), eq(branches.active, true)));
  return {
    timeZone: organization?.timeZone ?? "America/Sao_Paulo",
    branchIdByCnpj: new Map(rows.map((row) => [row.cnpj, row.id])),
  };
}

/**
 * Opens the import of an API call. A second call with the same idempotency key waits here until the first
 * has ended, then gets no import but the first one's answer.
 */
export async function claimIdempotencyKey(
  tx: Queryable,
  row: {
    organizationId: number;
    name: string;
    requestedName: string;
    bytes: number;
    apiKeyId: number;
    idempotencyKey: string | null;
  },
): Promise<{ importId: number; answer: null } | { importId: null; answer: unknown }> {
  const [written] = await tx
    .insert(imports)
    .values({ ...row, source: "api", status: "running", attempt: 1, bytesRead: row.bytes })
    .onConflictDoNothing()
    .returning({ id: imports.id });
  if (written) return { importId: written.id, answer: null };
  const [earlier] = await tx
    .select({ answer: imports.answer })
    .from(imports)
    .where(
      and(
        eq(imports.organizationId, row.organizationId),
        eq(imports.apiKeyId, row.apiKeyId),
        eq(imports.idempotencyKey, row.idempotencyKey ?? ""),
      ),
    );
  return { importId: null, answer: earlier?.answer ?? null };
}

/** Ends the import of an API call with its account and the answer to repeat. */
export async function finishApiImport(
  tx: Queryable,
  organizationId: number,
  importId: number,
  result: {
    read: number;
    accepted: number;
    duplicated: number;
    refused: number;
    warned: number;
    answer: unknown;
  },
): Promise<void> {
  await tx
    .update(imports)
    .set({ ...result, status: "finished", finishedAt: sql`now()` })
    .where(and(eq(imports.organizationId, organizationId), eq(imports.id, importId)));
}
