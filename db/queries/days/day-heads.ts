import { and, asc, eq, gt, lte, sql } from "drizzle-orm";
import type { Day } from "@/lib/core/period.ts";
import type { Queryable, Transaction } from "../../client.ts";
import { writeJson } from "../../write-json.ts";
import { dayHeads } from "../../schema/day-accounts.ts";
import { integrations } from "../../schema/integrations.ts";
import { organizations } from "../../schema/people.ts";

export type DayHead = typeof dayHeads.$inferSelect;

/** What the account of an integration's days is begun or gone on with. */
export interface AccountedIntegration {
  organizationId: number;
  integrationId: number;
  connectorId: string;
  intervalMinutes: number;
  timeZone: string;
  /** It runs, or would if the hub had not paused it: its days fall due. */
  expected: boolean;
  /** Switched off so long ago that its days are no longer noted. */
  forgotten: boolean;
}

const columns = {
  organizationId: integrations.organizationId,
  integrationId: integrations.id,
  connectorId: integrations.connectorId,
  intervalMinutes: integrations.intervalMinutes,
  timeZone: organizations.timeZone,
  expected: sql<boolean>`(${organizations.active} and (${integrations.active} or ${integrations.pausedReason} is not null))`,
  forgotten: sql<boolean>`(not ${integrations.active} and ${integrations.updatedAt} < now() - interval '90 days')`,
};

/** Active integrations of a type that lack the head of one of these operations. */
export async function listWithoutHead(
  db: Queryable,
  connectorId: string,
  operations: readonly string[],
  after: number,
): Promise<AccountedIntegration[]> {
  const known = sql`(select count(*) from ${dayHeads} where ${dayHeads.organizationId} = ${integrations.organizationId} and ${dayHeads.integrationId} = ${integrations.id} and ${dayHeads.operation} in ${[...operations]})`;
  return db
    .select(columns)
    .from(integrations)
    .innerJoin(organizations, eq(organizations.id, integrations.organizationId))
    .where(
      and(
        eq(integrations.connectorId, connectorId),
        eq(integrations.active, true),
        gt(integrations.id, after),
        sql`${known} < ${operations.length}`,
      ),
    )
    .orderBy(asc(integrations.id))
    .limit(500);
}

/** Begins the account of an operation; one that is kept already goes on as it is. */
export async function insertHead(db: Queryable, head: DayHead): Promise<void> {
  await db.insert(dayHeads).values(head).onConflictDoNothing();
}

/** Heads with a day that has fallen due, and their integrations, oldest first. */
export async function listDueHeads(
  db: Queryable,
  now: Date,
  limit: number,
): Promise<Array<{ head: DayHead; integration: AccountedIntegration }>> {
  return db
    .select({ head: dayHeads, integration: columns })
    .from(dayHeads)
    .innerJoin(
      integrations,
      and(
        eq(integrations.organizationId, dayHeads.organizationId),
        eq(integrations.id, dayHeads.integrationId),
      ),
    )
    .innerJoin(organizations, eq(organizations.id, integrations.organizationId))
    .where(lte(dayHeads.nextDueAt, now))
    .orderBy(asc(dayHeads.nextDueAt))
    .limit(limit);
}

/** Heads of one integration, whatever they wait for. */
export async function listHeads(
  db: Queryable,
  organizationId: number,
  integrationId: number,
): Promise<DayHead[]> {
  return db
    .select()
    .from(dayHeads)
    .where(
      and(eq(dayHeads.organizationId, organizationId), eq(dayHeads.integrationId, integrationId)),
    );
}

/** The head as it is, held for the rest of the transaction; null when another has moved it on. */
export async function lockHead(tx: Transaction, head: DayHead): Promise<boolean> {
  const rows = await tx
    .select({ operation: dayHeads.operation })
    .from(dayHeads)
    .where(
      and(
        eq(dayHeads.organizationId, head.organizationId),
        eq(dayHeads.integrationId, head.integrationId),
        eq(dayHeads.operation, head.operation),
        eq(dayHeads.nextDay, head.nextDay),
      ),
    )
    .for("update");
  return rows.length > 0;
}

/** Moves the head on. */
export async function moveHead(
  tx: Transaction,
  head: DayHead,
  next: Pick<DayHead, "nextDay" | "nextDueAt">,
): Promise<void> {
  await tx
    .update(dayHeads)
    .set(next)
    .where(
      and(
        eq(dayHeads.organizationId, head.organizationId),
        eq(dayHeads.integrationId, head.integrationId),
        eq(dayHeads.operation, head.operation),
      ),
    );
}

/** Writes days as due for the integration's branches, or as passed while it was off. */
export async function writeDueDays(
  tx: Transaction,
  { organizationId, integrationId, operation }: DayHead,
  days: ReadonlyArray<{ day: Day; at: Date }>,
  off: boolean,
): Promise<void> {
  // The same lock as `enlace_account_task_days`, which writes the same rows.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${organizationId}:${integrationId}:${operation}`}, 20261129))`,
  );
  await tx.execute(sql`
    insert into day_accounts as a (organization_id, integration_id, operation, day, branch_id, due_at, off)
    select ${organizationId}::bigint, ${integrationId}::bigint, ${operation}, d.day, b.id, case when ${off} then null else d.at end, ${off}
      from integration_branches i
      join branches b on b.organization_id = i.organization_id and b.id = i.branch_id and b.active
     cross join jsonb_to_recordset(${writeJson(days)}::text::jsonb) as d(day date, at timestamptz)
     where i.organization_id = ${organizationId} and i.integration_id = ${integrationId}
    on conflict (organization_id, integration_id, operation, day, branch_id) do update
      set due_at = coalesce(a.due_at, excluded.due_at), off = a.off or excluded.off`);
}
