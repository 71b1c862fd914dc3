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

/**
 * Recomputes the whole chain of hashes, exactly as the trigger that sealed it: the first row that
 * does not fit, and how many there are.
 */
export async function checkAuditChain(
  db: Queryable,
): Promise<{ total: number; firstBroken: number | null }> {
  const [row] = await db.execute<{ total: number; first_broken: string | null }>(sql`
    with chain as (
      select id, hash, previous_hash, lag(hash) over (order by id) as expected_previous, lag(id) over (order by id) as previous_id,
             encode(sha256(convert_to(concat_ws('|', id, organization_id, person_id, person_name, action, subject_type, subject_id, summary, changes::text, address, extract(epoch from at), previous_hash), 'UTF8')), 'hex') as computed
        from audit_events)
    select count(*)::int as total,
           min(id) filter (where hash is distinct from computed or previous_hash is distinct from expected_previous or (previous_id is null and id <> 1) or (previous_id is not null and id <> previous_id + 1)) as first_broken
      from chain`);
  return {
    total: row?.total ?? 0,
    firstBroken: row?.first_broken == null ? null : Number(row.first_broken),
  };
}
