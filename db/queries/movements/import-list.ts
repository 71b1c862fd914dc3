import { and, count, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { ImportSum } from "@/lib/core/import-sums.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import type { Queryable } from "../../client.ts";
import { importRefusals, imports } from "../../schema/imports.ts";
import { branches, organizations } from "../../schema/people.ts";
import { matchWords, offsetOf, orderBy, type Sorts } from "../grid-terms.ts";

const columns = {
  id: imports.id,
  organizationId: imports.organizationId,
  organizationName: organizations.name,
  name: imports.name,
  source: imports.source,
  status: imports.status,
  failureReason: imports.failureReason,
  bytes: imports.bytes,
  bytesRead: imports.bytesRead,
  read: imports.read,
  accepted: imports.accepted,
  duplicated: imports.duplicated,
  refused: imports.refused,
  warned: imports.warned,
  dryRun: imports.dryRun,
  requestedName: imports.requestedName,
  createdAt: imports.createdAt,
  finishedAt: imports.finishedAt,
};

const SORTS: Sorts<"imports"> = {
  name: sql`enlace_fold(${imports.name})`,
  createdAt: sql`${imports.createdAt}`,
  read: sql`${imports.read}`,
  refused: sql`${imports.refused}`,
  person: sql`${imports.requestedName}`,
};
const SOURCES = ["xml", "zip", "csv", "api"] as const;
const STATUSES = ["waiting", "running", "finished", "failed"] as const;

/** One page of imports, newest first. `organizationId` null = every organization the transaction may see. */
export async function listImports(
  db: Queryable,
  organizationId: number | null,
  query: ListQuery<"imports">,
): Promise<GridPage<ImportRow>> {
  const sources = SOURCES.filter((value) => query.filters.source?.includes(value));
  const statuses = STATUSES.filter((value) => query.filters.status?.includes(value));
  const where = and(
    organizationId === null ? undefined : eq(imports.organizationId, organizationId),
    sources.length > 0 ? inArray(imports.source, sources) : undefined,
    statuses.length > 0 ? inArray(imports.status, statuses) : undefined,
    matchWords(sql`(${imports.name} || ' ' || ${imports.requestedName})`, query.search),
  );
  const rows = await db
    .select(columns)
    .from(imports)
    .innerJoin(organizations, eq(organizations.id, imports.organizationId))
    .where(where)
    .orderBy(orderBy(query.sort, SORTS, sql`${imports.id} desc`))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(imports).where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** A row of {@link listImports}. */
export interface ImportRow {
  id: number;
  organizationId: number;
  organizationName: string;
  name: string;
  source: (typeof SOURCES)[number];
  status: (typeof STATUSES)[number];
  failureReason: string | null;
  bytes: number;
  bytesRead: number;
  read: number;
  accepted: number;
  duplicated: number;
  refused: number;
  warned: number;
  dryRun: boolean;
  requestedName: string;
  createdAt: Date;
  finishedAt: Date | null;
}

/** One import, or undefined when the transaction may not see it. */
export async function findImport(db: Queryable, importId: number): Promise<ImportRow | undefined> {
  const [row] = await db
    .select(columns)
    .from(imports)
    .innerJoin(organizations, eq(organizations.id, imports.organizationId))
    .where(eq(imports.id, importId));
  return row;
}

const REFUSAL_SORTS: Sorts<"refusals"> = {
  place: sql`${importRefusals.place}`,
  code: sql`${importRefusals.code}`,
  documentKey: sql`${importRefusals.documentKey}`,
};

/** One page of what an import did not take, or took with a remark. */
export async function listRefusals(
  db: Queryable,
  scope: { organizationId: number; importId: number },
  query: ListQuery<"refusals">,
) {
  const severities = (["refusal", "warning"] as const).filter((value) =>
    query.filters.severity?.includes(value),
  );
  const codes = query.filters.code ?? [];
  const where = and(
    ofImport(scope),
    severities.length > 0 ? inArray(importRefusals.severity, severities) : undefined,
    codes.length > 0 ? inArray(importRefusals.code, codes) : undefined,
    matchWords(
      sql`(${importRefusals.place} || ' ' || ${importRefusals.documentKey} || ' ' || ${importRefusals.reason})`,
      query.search,
    ),
  );
  const rows = await db
    .select({
      id: importRefusals.id,
      place: importRefusals.place,
      documentKey: importRefusals.documentKey,
      severity: importRefusals.severity,
      code: importRefusals.code,
      reason: importRefusals.reason,
    })
    .from(importRefusals)
    .where(where)
    .orderBy(orderBy(query.sort, REFUSAL_SORTS, sql`${importRefusals.id}`))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(importRefusals).where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** How often each code occurs in an import, most frequent first: the same trouble told once. */
export async function countRefusalCodes(
  db: Queryable,
  scope: { organizationId: number; importId: number },
): Promise<{ code: string; severity: string; count: number }[]> {
  return db
    .select({ code: importRefusals.code, severity: importRefusals.severity, count: count() })
    .from(importRefusals)
    .where(ofImport(scope))
    .groupBy(importRefusals.code, importRefusals.severity)
    .orderBy(sql`count(*) desc`)
    .limit(50);
}

/** The next refusals after `afterId`, for reading all of them piece by piece. */
export async function readRefusalsAfter(
  db: Queryable,
  scope: { organizationId: number; importId: number },
  afterId: number,
  limit: number,
) {
  return db
    .select({
      id: importRefusals.id,
      place: importRefusals.place,
      documentKey: importRefusals.documentKey,
      severity: importRefusals.severity,
      code: importRefusals.code,
      reason: importRefusals.reason,
      lines: importRefusals.lines,
    })
    .from(importRefusals)
    .where(and(ofImport(scope), gt(importRefusals.id, afterId)))
    .orderBy(importRefusals.id)
    .limit(limit);
}

/** What a dry run would bring each branch and day, with the branch's code and name. */
export async function readImportSums(
  db: Queryable,
  scope: { organizationId: number; importId: number },
): Promise<(ImportSum & { branchCode: string; branchName: string })[]> {
  const [row] = await db
    .select({ sums: imports.sums })
    .from(imports)
    .where(and(eq(imports.organizationId, scope.organizationId), eq(imports.id, scope.importId)));
  const named = await db
    .select({ id: branches.id, code: branches.code, name: branches.name })
    .from(branches)
    .where(eq(branches.organizationId, scope.organizationId));
  const byId = new Map(named.map((branch) => [branch.id, branch]));
  return (row?.sums ?? [])
    .map((sum) => ({
      ...sum,
      branchCode: byId.get(sum.branchId)?.code ?? "",
      branchName: byId.get(sum.branchId)?.name ?? "",
    }))
    .toSorted(
      (one, two) =>
        one.day.localeCompare(two.day) ||
        one.branchCode.localeCompare(two.branchCode, "pt-BR", { numeric: true }) ||
        one.kind.localeCompare(two.kind),
    );
}

/** Names of the columns of a CSV of which rows were refused; empty for all else. */
export async function readRefusedHead(
  db: Queryable,
  scope: { organizationId: number; importId: number },
): Promise<string> {
  const [row] = await db
    .select({ head: imports.head })
    .from(imports)
    .where(and(eq(imports.organizationId, scope.organizationId), eq(imports.id, scope.importId)));
  return row?.head ?? "";
}

/** Ends an import that is not ended yet. */
export async function endImport(
  tx: Queryable,
  importId: number,
  reason: string,
  only?: SQL,
): Promise<{ organizationId: number; name: string } | undefined> {
  const [row] = await tx
    .update(imports)
    .set({ status: "failed", failureReason: reason, finishedAt: sql`now()` })
    .where(and(eq(imports.id, importId), inArray(imports.status, ["waiting", "running"]), only))
    .returning({ organizationId: imports.organizationId, name: imports.name });
  return row;
}

function ofImport(scope: { organizationId: number; importId: number }): SQL | undefined {
  return and(
    eq(importRefusals.organizationId, scope.organizationId),
    eq(importRefusals.importId, scope.importId),
  );
}
