import type postgres from "postgres";

/** Whole documents held at a time. */
const PAGE = 500;

/**
 * Rows of a query page by page, each page completed before it is handed on. A cursor of SQL and not of the
 * protocol: between two of its pages the same connection reads what belongs to the rows.
 */
export async function* readByPages<Row extends object>(
  sql: postgres.Sql,
  query: postgres.PendingQuery<postgres.Row[]>,
  complete: (page: Row[]) => Promise<void>,
): AsyncGenerator<Row[]> {
  await sql.unsafe("begin transaction isolation level repeatable read read only");
  await sql`declare rows_of_branch no scroll cursor for ${query}`;
  for (;;) {
    const page = await sql<Row[]>`fetch ${sql.unsafe(String(PAGE))} from rows_of_branch`;
    if (page.length > 0) {
      await complete(page);
      yield page;
    }
    if (page.length < PAGE) break;
  }
  await sql.unsafe("commit");
}
