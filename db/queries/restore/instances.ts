import { eq, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "../../client.ts";
import { instances } from "../../schema/instance.ts";

export type InstanceRow = typeof instances.$inferSelect;

/** Tasks and files of the copy are numbered from here on above whatever the original gave out. */
const NUMBERS_APART = 1_000_000;
/** A feed's number carries the epoch: the part above this. A cursor of the original stays below. */
const FEED_EPOCH = 1_000_000_000_000;
/** The first transaction that a server can count: before every other, and long over. */
const SEEN_BY_ALL = "3";

/** The server and the database a connection reaches: a dump put elsewhere has another one. */
export async function readMarker(db: Queryable): Promise<string> {
  const [row] = await db.execute<{ marker: string }>(
    sql`select (select system_identifier from pg_control_system())::text || ':' || oid::text as marker
          from pg_database where datname = current_database()`,
  );
  if (!row) throw new Error("the database does not know itself");
  return row.marker;
}

/** This database's row, held to the end of the transaction; `made` when there was none before. */
export async function lockInstance(
  tx: Transaction,
  marker: string,
): Promise<InstanceRow & { made: boolean }> {
  const made = await tx
    .insert(instances)
    .values({ marker })
    .onConflictDoNothing()
    .returning({ id: instances.id });
  const [row] = await tx.select().from(instances).for("update");
  if (!row) throw new Error("the instance has no row");
  return { ...row, made: made.length > 0 };
}

/** Notes where the database stands now, and the word that was obeyed. */
export async function updateInstance(
  tx: Transaction,
  change: Partial<Pick<InstanceRow, "marker" | "epoch" | "beat" | "restoredWord">>,
): Promise<void> {
  await tx
    .update(instances)
    .set({ ...change, beatAt: sql`clock_timestamp()` })
    .where(eq(instances.id, 1));
}

/** One more beat; null before the first start made the row. */
export async function raiseBeat(
  db: Queryable,
): Promise<{ name: string; beat: number; marker: string } | null> {
  const [row] = await db
    .update(instances)
    .set({ beat: sql`${instances.beat} + 1`, beatAt: sql`clock_timestamp()` })
    .returning({ name: instances.name, beat: instances.beat, marker: instances.marker });
  return row ?? null;
}

/** The last moment that the copy knows of, for one made before it kept a beat. */
export async function readLastMoment(db: Queryable): Promise<Date | null> {
  const [row] = await db.execute<{ at: string | null }>(
    sql`select max(created_at) as at from tasks`,
  );
  return row?.at ? new Date(row.at) : null;
}

/** Holds every integration that could do something by itself. Returns how many. */
export async function suspendIntegrations(
  tx: Transaction,
  epoch: number,
  since: Date,
): Promise<number> {
  const rows = await tx.execute(sql`
    insert into restore_holds (organization_id, integration_id, epoch, since)
    select i.organization_id, i.id, ${epoch}, ${since.toISOString()}::timestamptz
      from integrations i
     where i.active
        or exists (select from tasks t where t.organization_id = i.organization_id and t.integration_id = i.id and t.status in ('pending', 'sent'))
    on conflict do nothing returning 1`);
  return rows.length;
}

/**
 * Sets the copy's numbers apart from those that the original gave out after the copy was made: codes
 * of tasks and files, which partners and people were told, and what an ERP reads by cursor.
 */
export async function setNumbersApart(tx: Transaction): Promise<void> {
  for (const table of ["tasks", "files"])
    await tx.execute(
      sql`select setval(pg_get_serial_sequence(${table}, 'id'), nextval(pg_get_serial_sequence(${table}, 'id')) + ${NUMBERS_APART})`,
    );
  await tx.execute(sql`update feed_heads set last_number = last_number + ${FEED_EPOCH}`);
}

/**
 * Movements say which transaction wrote them, and a task's files hold those that its snapshot sees.
 * Another server counts transactions anew: what is ahead of its count would be invisible to every
 * task until it got there. Such rows become rows that everybody sees, and a task that waits looks anew.
 */
export async function revealWrittenRows(tx: Transaction): Promise<void> {
  // Once in the life of a copy, and it rewrites as much as the restore did.
  await tx.execute(sql`set local statement_timeout = 0`);
  const ahead = sql`written_by >= pg_snapshot_xmax(pg_current_snapshot())`;
  await tx.execute(sql`
    with gone as (delete from movement_changes where ${ahead} returning *)
    insert into movement_changes (organization_id, day, branch_id, kind, written_by, documents, changed_at)
    select organization_id, day, branch_id, kind, ${SEEN_BY_ALL}::xid8, sum(documents), max(changed_at) from gone group by 1, 2, 3, 4
    on conflict (organization_id, day, branch_id, kind, written_by) do update set documents = movement_changes.documents + excluded.documents`);
  const tables = await tx.execute<{ name: string }>(sql`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'written_by' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'movement_changes'`);
  for (const { name } of tables)
    await tx.execute(
      sql`update ${sql.identifier(name)} set written_by = ${SEEN_BY_ALL}::xid8 where ${ahead}`,
    );
  await tx.execute(
    sql`update tasks set snapshot = null where status = 'pending' and snapshot is not null`,
  );
}
