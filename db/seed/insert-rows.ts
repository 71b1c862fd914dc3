import { getTableColumns, getTableName, type InferInsertModel, sql } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Queryable } from "../client.ts";

const CHUNK = 5_000;
const casing = new CasingCache("snake_case");

/**
 * Inserts many rows, which all have the same keys. They travel as JSON: a parameter for each value
 * takes several times as long.
 */
export async function insertRows<Table extends PgTable>(
  db: Queryable,
  table: Table,
  rows: ReadonlyArray<InferInsertModel<Table>>,
): Promise<void> {
  const columns = getTableColumns(table);
  const keys = Object.keys(rows[0] ?? {}).map((key) => ({
    key,
    column: sql.identifier(casing.getColumnCasing(columns[key]!)),
  }));
  const names = sql.join(
    keys.map(({ column }) => column),
    sql`, `,
  );
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows
      .slice(start, start + CHUNK)
      .map((row) =>
        Object.fromEntries(
          keys.map(({ key }) => [
            casing.getColumnCasing(columns[key]!),
            (row as Record<string, unknown>)[key],
          ]),
        ),
      );
    const name = sql.identifier(getTableName(table));
    await db.execute(
      sql`insert into ${name} (${names}) select ${names} from jsonb_populate_recordset(null::${name}, ${JSON.stringify(chunk)}::text::jsonb)`,
    );
  }
}
