import { and, asc, count, desc, eq, gt, gte, inArray, lt, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { auditEvents, organizations } from "../../schema/people.ts";
import type { ListQuery } from "@/lib/core/list-columns.ts";
import { matchWords, offsetOf } from "../grid-terms.ts";

/** What a list of acts is narrowed to; both days are inclusive, in `timeZone`. */
export interface AuditFilter {
  organizationId: number | null;
  search: string;
  actions: readonly string[];
  from: string | null;
  to: string | null;
  timeZone: string;
}

const columns = {
  id: auditEvents.id,
  at: auditEvents.at,
  personName: auditEvents.personName,
  organizationName: organizations.name,
  action: auditEvents.action,
  subjectType: auditEvents.subjectType,
  subjectId: auditEvents.subjectId,
  summary: auditEvents.summary,
  changes: auditEvents.changes,
  address: auditEvents.address,
};

function restrict(filter: AuditFilter) {
  return and(
    filter.organizationId === null
      ? undefined
      : eq(auditEvents.organizationId, filter.organizationId),
    matchWords(
      sql`(${auditEvents.personName} || ' ' || ${auditEvents.summary} || ' ' || ${auditEvents.subjectId} || ' ' || ${auditEvents.address})`,
      filter.search,
    ),
    filter.actions.length > 0 ? inArray(auditEvents.action, [...filter.actions]) : undefined,
    filter.from
      ? gte(auditEvents.at, sql`(${filter.from}::date at time zone ${filter.timeZone})`)
      : undefined,
    filter.to
      ? lt(auditEvents.at, sql`((${filter.to}::date + 1) at time zone ${filter.timeZone})`)
      : undefined,
  );
}

/** One page of acts; the newest first unless asked otherwise. Numbers grow with time, so they are the order. */
export async function pageAudit(db: Queryable, query: ListQuery<"audit">, filter: AuditFilter) {
  const where = restrict(filter);
  const oldestFirst = query.sort?.column === "at" && !query.sort.descending;
  const rows = await db
    .select(columns)
    .from(auditEvents)
    .leftJoin(organizations, eq(organizations.id, auditEvents.organizationId))
    .where(where)
    .orderBy(oldestFirst ? asc(auditEvents.id) : desc(auditEvents.id))
    .limit(query.pageSize)
    .offset(offsetOf(query));
  const [counted] = await db.select({ total: count() }).from(auditEvents).where(where);
  return { rows, total: counted?.total ?? 0 };
}

/** The acts after a number, oldest first: the export reads on from where it stopped. */
export function readAuditAfter(db: Queryable, filter: AuditFilter, afterId: number, limit: number) {
  return db
    .select(columns)
    .from(auditEvents)
    .leftJoin(organizations, eq(organizations.id, auditEvents.organizationId))
    .where(and(restrict(filter), gt(auditEvents.id, afterId)))
    .orderBy(asc(auditEvents.id))
    .limit(limit);
}

/** Whether a person did the same within the last minutes, looked for among their client's newest acts. */
export async function findRecentAct(
  db: Queryable,
  act: { organizationId: number; personId: number; action: string; subjectId: string },
  minutes: number,
): Promise<boolean> {
  const newest = db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.organizationId, act.organizationId))
    .orderBy(desc(auditEvents.id))
    .limit(500)
    .as("newest");
  const [row] = await db
    .select({ id: newest.id })
    .from(newest)
    .where(
      and(
        eq(newest.personId, act.personId),
        eq(newest.action, act.action),
        eq(newest.subjectId, act.subjectId),
        gt(newest.at, sql`now() - make_interval(mins => ${minutes})`),
      ),
    )
    .limit(1);
  return row !== undefined;
}
