import { and, eq, isNull, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import { brakes } from "../../schema/flows.ts";
import type { FlowScope } from "./multi-cv-scope.ts";

/** What stands on one lane of the drawing. */
export interface LaneCount {
  environmentId: number | null;
  leg: "copying" | "contracting" | "answering" | "returning";
  state: "waiting" | "running" | "stuck" | "held";
  count: number;
  oldestAt: Date | null;
}

/**
 * Reservations by terminal, lane and state. What was carried and has no outcome yet waits for its contract;
 * a step that carries the outcome stands on the way back; an open question holds the outcome at Sienge.
 */
export async function countLanes(db: Queryable, scope: FlowScope): Promise<LaneCount[]> {
  const rows = await db.execute<Record<string, unknown>>(sql`
    with placed as (
      select r.environment_id, s.state, s.carried_at, r.carried_role, coalesce(s.announced_at, s.created_at) as since, s.updated_at,
        split_part(coalesce(s.current_step, ''), '/', 2) as step,
        exists (select 1 from decisions d where d.organization_id = s.organization_id and d.subject_id = s.id and d.resolved_at is null) as asked
      from subjects s
      join reservations r on r.organization_id = s.organization_id and r.subject_id = s.id
      where s.organization_id = ${scope.organizationId} and s.integration_id = ${scope.integrationId} and s.kind = 'reservation' and s.state <> 'ended'
    ), judged as (
      select environment_id,
        case when asked or (step in ('confirm-situation', 'carry-to-terminal') and state <> 'finished') then 'answering'
             when state = 'finished' then 'contracting'
             when step in ('carry-to-hub', 'write-message') then 'returning' else 'copying' end as leg,
        case when asked then 'held' when state = 'finished' then 'waiting' else state end as state,
        case when asked or step in ('confirm-situation', 'carry-to-terminal', 'carry-to-hub', 'write-message') then updated_at when state = 'finished' then coalesce(carried_at, updated_at) else since end as since
      from placed
      where asked or state <> 'finished' or carried_role is null
    )
    select environment_id, leg, state, count(*)::int as count, min(since) as oldest from judged group by 1, 2, 3`);
  return rows.map((row) => ({
    environmentId: row.environment_id === null ? null : Number(row.environment_id),
    leg: row.leg as LaneCount["leg"],
    state: row.state as LaneCount["state"],
    count: row.count as number,
    oldestAt: row.oldest === null ? null : new Date(row.oldest as string),
  }));
}

/** Reservations whose main line came through on the organization's present day. */
export async function countCarriedToday(
  db: Queryable,
  scope: FlowScope,
  timeZone: string,
): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from subjects
    where organization_id = ${scope.organizationId} and integration_id = ${scope.integrationId} and kind = 'reservation'
      and carried_at >= date_trunc('day', now() at time zone ${timeZone}) at time zone ${timeZone}`);
  return row?.count ?? 0;
}

/** The brakes that are pulled. */
export function listEngagedBrakes(db: Queryable, scope: FlowScope) {
  return db
    .select()
    .from(brakes)
    .where(
      and(
        eq(brakes.organizationId, scope.organizationId),
        eq(brakes.integrationId, scope.integrationId),
        isNull(brakes.releasedAt),
      ),
    );
}

/** One brake, pulled or released. */
export async function findBrake(db: Queryable, id: number) {
  const [row] = await db.select().from(brakes).where(eq(brakes.id, id));
  return row;
}
