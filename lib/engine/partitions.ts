import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client.ts";
import { addDays, type Day } from "../core/period.ts";

const DAYS_AHEAD = 7;
const LOCK = 7_300_412;

/**
 * Makes the log's daily partitions (UTC) from today to a week ahead, and moves lines that landed in the
 * default partition, for want of one of their own, to where retention finds them. At start and daily.
 */
export async function makeLogPartitions(db: Database, now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10);
  const ahead = Array.from({ length: DAYS_AHEAD + 1 }, (_, index) => addDays(today, index));
  const stray = await db.execute<{ day: Day }>(sql`select distinct (at at time zone 'UTC')::date::text as day from log_lines_default`);
  const existing = new Set(await listLogPartitions(db));
  const wanted = new Set([...ahead, ...stray.map(({ day }) => day)]);
  for (const day of [...wanted].filter((each) => !existing.has(each)).sort()) await db.transaction((tx) => makePartition(tx, day));
}

/** Drops whole days older than `keepDays`; returns how many. */
export async function dropLogPartitions(db: Database, now: Date, keepDays: number): Promise<number> {
  const oldest = addDays(now.toISOString().slice(0, 10), -keepDays);
  const old = (await listLogPartitions(db)).filter((day) => day < oldest);
  for (const day of old) {
    await db.transaction(async (tx) => {
      await beAlone(tx);
      await tx.execute(sql.raw(`drop table if exists ${nameOf(day)}`));
    });
  }
  return old.length;
}

async function listLogPartitions(db: Database): Promise<Day[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'log_lines'::regclass and c.relname ~ '^log_lines_\\d{8}$'`);
  return rows.map(({ name }) => name.slice(-8).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"));
}

const nameOf = (day: Day) => `log_lines_${day.replaceAll("-", "")}`;

/** Two processes may keep house at once; and nobody's log lines may wait behind a lock that does not come. */
async function beAlone(tx: Transaction): Promise<void> {
  await tx.execute(sql`set local lock_timeout = '10s'`);
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
}

async function makePartition(tx: Transaction, day: Day): Promise<void> {
  await beAlone(tx);
  const name = nameOf(day);
  const [there] = await tx.execute(sql`select 1 from pg_class where oid = to_regclass(${name})`);
  if (there) return;
  const [from, to] = [`'${day} 00:00:00+00'`, `'${addDays(day, 1)} 00:00:00+00'`];
  // Lines of that day may wait in the default partition: the new one takes them before it is attached.
  await tx.execute(sql.raw(`lock table log_lines_default in access exclusive mode`));
  await tx.execute(sql.raw(`create table ${name} (like log_lines including defaults including constraints)`));
  await tx.execute(sql.raw(`with moved as (delete from log_lines_default where at >= ${from} and at < ${to} returning *) insert into ${name} select * from moved`));
  await tx.execute(sql.raw(`alter table log_lines attach partition ${name} for values from (${from}) to (${to})`));
}
