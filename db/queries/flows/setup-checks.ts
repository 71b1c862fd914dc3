import { and, count, eq, isNotNull, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { developments, remoteLists, setupChecks } from "../../schema/environments.ts";
import { subjects } from "../../schema/flows.ts";
import type { FlowScope } from "./multi-cv-scope.ts";

/** What was found of one thing of an environment. */
export interface SetupFinding {
  environmentId: number;
  what: string;
  ok: boolean;
  found: number | null;
  note: string;
  environmentVersion: number;
}

/** Keeps what was found, in place of what an earlier look found; a later look than this one stays. */
export async function saveSetupCheck(
  db: Queryable,
  scope: FlowScope,
  finding: SetupFinding,
  checkedAt: Date,
): Promise<void> {
  const { organizationId, integrationId } = scope;
  const { ok, found, note, environmentVersion } = finding;
  await db
    .insert(setupChecks)
    .values({ organizationId, integrationId, ...finding, checkedAt })
    .onConflictDoUpdate({
      target: [setupChecks.organizationId, setupChecks.environmentId, setupChecks.what],
      set: { ok, found, note, environmentVersion, checkedAt },
      setWhere: sql`${setupChecks.checkedAt} <= excluded.checked_at`,
    });
}

/** All that was found of an integration's environments. */
export function listSetupChecks(db: Queryable, scope: FlowScope) {
  return db
    .select()
    .from(setupChecks)
    .where(
      and(
        eq(setupChecks.organizationId, scope.organizationId),
        eq(setupChecks.integrationId, scope.integrationId),
      ),
    );
}

/** How many reservations came through the main line. */
export async function countCarried(db: Queryable, scope: FlowScope): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(subjects)
    .where(
      and(
        eq(subjects.organizationId, scope.organizationId),
        eq(subjects.integrationId, scope.integrationId),
        isNotNull(subjects.carriedAt),
      ),
    );
  return row?.total ?? 0;
}

/** What the lists of an integration's environments hold of a kind. */
export function listRemoteOfKind(db: Queryable, scope: FlowScope, kind: string) {
  return db
    .select({
      environmentId: remoteLists.environmentId,
      remoteId: remoteLists.remoteId,
      name: remoteLists.name,
      code: remoteLists.code,
      flags: remoteLists.flags,
    })
    .from(remoteLists)
    .where(
      and(
        eq(remoteLists.organizationId, scope.organizationId),
        eq(remoteLists.integrationId, scope.integrationId),
        eq(remoteLists.kind, kind),
      ),
    );
}

/** Keeps a check of a development as it was when it was asked about; a row that was saved since stays. */
export async function saveDevelopmentCheck(
  db: Queryable,
  of: { organizationId: number; id: number; version: number },
  checkResult: { ok: boolean; notes: string[] },
): Promise<void> {
  await db
    .update(developments)
    .set({ checkedAt: sql`clock_timestamp()`, checkResult })
    .where(
      and(
        eq(developments.organizationId, of.organizationId),
        eq(developments.id, of.id),
        eq(developments.version, of.version),
      ),
    );
}
