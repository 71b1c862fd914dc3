import path from "node:path";
import type postgres from "postgres";

const TABLES = ["sales", "sale_lines", "sale_payments"] as const;

/** Tables like those of sales, with their keys and indexes, but without what refers to others. */
export async function createPeer(sql: postgres.Sql): Promise<void> {
  for (const table of TABLES)
    await sql.unsafe(`create table peer_${table} (like ${table} including all)`);
}

/**
 * The rows that are there, written by Postgres itself from its own disk into empty tables of the same
 * shape, in one transaction.
 */
export async function copyRows(
  sql: postgres.Sql,
  directory: string,
): Promise<{ seconds: number; rows: number }> {
  const fileOf = (table: string) => path.join(directory, `${table}.copy`);
  for (const table of TABLES) await sql.unsafe(`copy ${table} to '${fileOf(table)}'`);
  await sql.unsafe("checkpoint");
  const started = performance.now();
  const rows = await sql.begin(async (tx) => {
    let copied = 0;
    for (const table of TABLES)
      copied += (await tx.unsafe(`copy peer_${table} from '${fileOf(table)}'`)).count;
    return copied;
  });
  return { seconds: (performance.now() - started) / 1000, rows };
}

/** Rows of sales, lines and payments; both sides are empty afterwards. */
export async function countAndEmpty(sql: postgres.Sql): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const [row] = await sql.unsafe<{ rows: string }[]>(`select count(*) as rows from ${table}`);
    counts[table] = Number(row?.rows);
    await sql.unsafe(`truncate peer_${table}`);
  }
  await sql.unsafe("truncate sales, movement_changes cascade");
  await sql.unsafe("checkpoint");
  return counts;
}
