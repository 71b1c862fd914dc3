import path from "node:path";
import type postgres from "postgres";

/** What an import of one kind writes: every document a row of each of its tables, or so many. */
export type Tables = Readonly<Record<string, number>>;

/** Tables like these, with their keys and indexes, but without what refers to others. */
export async function createPeer(sql: postgres.Sql, tables: Tables): Promise<void> {
  for (const table of Object.keys(tables))
    await sql.unsafe(`create table peer_${table} (like ${table} including all)`);
}

/**
 * The rows that are there, written by Postgres itself from its own disk into empty tables of the same
 * shape, in one transaction.
 */
export async function copyRows(
  sql: postgres.Sql,
  directory: string,
  tables: Tables,
): Promise<{ seconds: number; rows: number }> {
  const fileOf = (table: string) => path.join(directory, `${table}.copy`);
  for (const table of Object.keys(tables)) await sql.unsafe(`copy ${table} to '${fileOf(table)}'`);
  await sql.unsafe("checkpoint");
  const started = performance.now();
  const rows = await sql.begin(async (tx) => {
    let copied = 0;
    for (const table of Object.keys(tables))
      copied += (await tx.unsafe(`copy peer_${table} from '${fileOf(table)}'`)).count;
    return copied;
  });
  return { seconds: (performance.now() - started) / 1000, rows };
}

/** Rows of each table; both sides are empty afterwards. */
export async function countAndEmpty(
  sql: postgres.Sql,
  tables: Tables,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of Object.keys(tables)) {
    const [row] = await sql.unsafe<{ rows: string }[]>(`select count(*) as rows from ${table}`);
    counts[table] = Number(row?.rows);
    await sql.unsafe(`truncate peer_${table}`);
  }
  await sql.unsafe(`truncate ${Object.keys(tables).join(", ")}, movement_changes cascade`);
  await sql.unsafe("checkpoint");
  return counts;
}
