import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client.ts";
import { addDays, type Day } from "@/lib/core/period.ts";

const DAYS_AHEAD = 7;
const LOCK = 7_300_412;

/** Tables that are partitioned by day, and the column that says which. */
const PARTITIONED = { log_lines: "at", events: "received_at" } as const;
export type Partitioned = keyof typeof PARTITIONED;

/**
 * Makes a table's daily partitions (UTC) from today to a week ahead, and moves rows that landed in the
 * default partition, for want of one of their own, to where retention finds them. At start and daily.
 */
export async function makePartitions(db: Database, table: Partitioned, now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10);
  const ahead = Array.from({ length: DAYS_AHEAD + 1 }, (_, index) => addDays(today, index));
  const stray = await db.execute<{ day: Day }>(
    sql.raw(
      `select distinct (${PARTITIONED[table]} at time zone 'UTC')::date::text as day from ${table}_default`,
    ),
  );
  const existing = new Set(await listPartitions(db, table));
  const wanted = new Set([...ahead, ...stray.map(({ day }) => day)]);
  for (const day of [...wanted].filter((each) => !existing.has(each)).sort())
    await db.transaction((tx) => makePartition(tx, table, day));
}

/** Drops whole days older than `keepDays`; returns how many. */
export async function dropPartitions(
  db: Database,
  table: Partitioned,
  now: Date,
  keepDays: number,
): Promise<number> {
  const oldest = addDays(now.toISOString().slice(0, 10), -keepDays);
  const old = (await listPartitions(db, table)).filter((day) => day < oldest);
  for (const day of old) {
    await db.transaction(async (tx) => {
      await beAlone(tx);
      await tx.execute(sql.raw(`drop table if exists ${nameOf(table, day)}`));
    });
  }
  return old.length;
}

async function listPartitions(db: Database, table: Partitioned): Promise<Day[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = ${table}::regclass and c.relname ~ ${`^${table}_\\d{8}$`}`);
  return rows.map(({ name }) => name.slice(-8).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"));
}

const nameOf = (table: Partitioned, day: Day) => `${table}_${day.replaceAll("-", "")}`;

/** Two processes may keep house at once; and nobody's rows may wait behind a lock that does not come. */
async function beAlone(tx: Transaction): Promise<void> {
  await tx.execute(sql`set local lock_timeout = '10s'`);
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
}

async function makePartition(tx: Transaction, table: Partitioned, day: Day): Promise<void> {
  await beAlone(tx);
  const name = nameOf(table, day);
  const column = PARTITIONED[table];
  const [there] = await tx.execute(sql`select 1 from pg_class where oid = to_regclass(${name})`);
  if (there) return;
  const [from, to] = [`'${day} 00:00:00+00'`, `'${addDays(day, 1)} 00:00:00+00'`];
  // Rows of that day may wait in the default partition: the new one takes them before it is attached.
  await tx.execute(sql.raw(`lock table ${table}_default in access exclusive mode`));
  await tx.execute(
    sql.raw(`create table ${name} (like ${table} including defaults including constraints)`),
  );
  await tx.execute(
    sql.raw(
      `with moved as (delete from ${table}_default where ${column} >= ${from} and ${column} < ${to} returning *) insert into ${name} select * from moved`,
    ),
  );
  await tx.execute(
    sql.raw(`alter table ${table} attach partition ${name} for values from (${from}) to (${to})`),
  );
}
