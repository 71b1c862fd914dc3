import {
  getTableColumns,
  getTableName,
  type InferInsertModel,
  type InferSelectModel,
  type SQL,
  sql,
} from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Queryable } from "../client.ts";
import { writeJson } from "../write-json.ts";

/** What the database fills in by itself. */
type Managed = "id" | "writtenBy" | "createdAt" | "updatedAt" | "acceptedAt";

/**
 * A row as it must be given: every column of the table that the database does not fill in, those
 * with a default too. A column that is added to the schema does not compile until all who write the
 * table say what stands in it. `Left` names columns that a caller leaves to their default on purpose.
 */
export type RowOf<Table extends PgTable, Left extends string = never> = Required<
  Omit<InferInsertModel<Table>, Managed | Left>
>;

type Column<Table extends PgTable> = keyof InferSelectModel<Table> & string;

/** What becomes of a row whose key is there already. */
export interface OnConflict<Table extends PgTable> {
  /** The unique key. Rows go in its order, so that two batches never wait on each other crosswise. */
  key: readonly Column<Table>[];
  /** Absent: the row that is there stays. `replace`: it becomes the new one. `fill`: where the new one has nothing, it keeps what it had. */
  update?: "replace" | "fill";
  /** A row that says nothing new keeps its moment of change. */
  ifChanged?: boolean;
  /** Set besides, such as what an update always does. */
  set?: Partial<Record<Column<Table>, SQL>>;
}

const casing = new CasingCache("snake_case");
const BATCH = 5_000;

/** The name of a column in the database. */
function columnName(table: PgTable, key: string): SQL {
  const column = getTableColumns(table)[key];
  if (!column) throw new Error(`${getTableName(table)} has no column ${key}`);
  return sql`${sql.identifier(casing.getColumnCasing(column))}`;
}

const join = (parts: readonly SQL[]) => sql.join([...parts], sql`, `);

/**
 * The columns of a table as a list for SQL, without some: for statements that copy rows inside the
 * database, so that a new column is copied too.
 */
export function listColumns<Table extends PgTable>(
  table: Table,
  without: readonly Column<Table>[],
  alias?: string,
): SQL {
  const prefix = alias ? sql`${sql.identifier(alias)}.` : sql``;
  return join(
    Object.keys(getTableColumns(table))
      .filter((key) => !without.includes(key as Column<Table>))
      .map((key) => sql`${prefix}${columnName(table, key)}`),
  );
}

/** How rows are written, and which of their columns come back. */
interface InsertOptions<Table extends PgTable, Returned extends Column<Table>> {
  onConflict?: OnConflict<Table>;
  returning?: readonly Returned[];
}

/**
 * Inserts rows and gives back the asked columns of those that were written. The columns are the
 * table's own, in the schema's words; keys of a row that are no columns are passed over. Rows travel
 * as JSON, one statement a batch: a parameter for each value takes several times as long. As `json`:
 * the same through `jsonb` takes more than twice as long.
 */
export function insertRows<
  Table extends PgTable,
  Left extends string = never,
  Returned extends Column<Table> = never,
>(
  tx: Queryable,
  table: Table,
  rows: ReadonlyArray<RowOf<Table, Left>>,
  options: InsertOptions<Table, Returned> = {},
): Promise<Array<Pick<InferSelectModel<Table>, Returned>>> {
  return insertPartialRows(tx, table, rows as ReadonlyArray<InferInsertModel<Table>>, options);
}

/**
 * The same for rows that leave columns to their default, such as a seed's. All have the keys of the
 * first.
 */
export async function insertPartialRows<
  Table extends PgTable,
  Returned extends Column<Table> = never,
>(
  tx: Queryable,
  table: Table,
  rows: ReadonlyArray<InferInsertModel<Table>>,
  options: InsertOptions<Table, Returned> = {},
): Promise<Array<Pick<InferSelectModel<Table>, Returned>>> {
  const columns = getTableColumns(table);
  const keys = Object.keys(columns).filter((key) => rows[0] && key in rows[0]);
  const names = join(keys.map((key) => columnName(table, key)));
  const name = sql.identifier(getTableName(table));
  const { onConflict, returning = [] } = options;
  const order = onConflict
    ? sql` order by ${join(onConflict.key.map((key) => columnName(table, key)))}`
    : sql``;
  const back = returning.length
    ? sql` returning ${join(returning.map((key) => columnName(table, key)))}`
    : sql``;
  const written: Array<Pick<InferSelectModel<Table>, Returned>> = [];
  for (let start = 0; start < rows.length; start += BATCH) {
    const json = writeJson(
      rows.slice(start, start + BATCH).map((row) => toRecord(table, keys, row)),
    );
    const found = await tx.execute(sql`
      insert into ${name} (${names})
      select ${names} from json_populate_recordset(null::${name}, ${json}::text::json)${order}
      ${onConflict ? conflictClause(table, keys, onConflict) : sql``}${back}`);
    for (const row of found) written.push(fromRecord(table, returning, row));
  }
  return written;
}

function conflictClause<Table extends PgTable>(
  table: Table,
  keys: readonly string[],
  { key, update, ifChanged, set = {} }: OnConflict<Table>,
): SQL {
  const target = join(key.map((one) => columnName(table, one)));
  if (!update) return sql`on conflict (${target}) do nothing`;
  const name = sql.identifier(getTableName(table));
  const changing = keys.filter((one) => !key.includes(one as Column<Table>));
  const old = (one: string) => sql`${name}.${columnName(table, one)}`;
  const fresh = (one: string) => sql`excluded.${columnName(table, one)}`;
  const assign = changing.map((one) =>
    update === "fill"
      ? sql`${columnName(table, one)} = coalesce(${fresh(one)}, ${old(one)})`
      : sql`${columnName(table, one)} = ${fresh(one)}`,
  );
  const besides = Object.entries<SQL | undefined>(set).map(
    ([one, value]) => sql`${columnName(table, one)} = ${value ?? sql`null`}`,
  );
  const moment = "updatedAt" in getTableColumns(table) ? [sql`updated_at = now()`] : [];
  const where = ifChanged
    ? sql` where (${join(changing.map(old))}) is distinct from (${join(changing.map(fresh))})`
    : sql``;
  return sql`on conflict (${target}) do update set ${join([...assign, ...besides, ...moment])}${where}`;
}

function toRecord(table: PgTable, keys: readonly string[], row: object): Record<string, unknown> {
  const columns = getTableColumns(table);
  return Object.fromEntries(
    keys.map((key) => [
      casing.getColumnCasing(columns[key]!),
      (row as Record<string, unknown>)[key] ?? null,
    ]),
  );
}

function fromRecord<Table extends PgTable, Returned extends Column<Table>>(
  table: Table,
  keys: readonly Returned[],
  row: Record<string, unknown>,
): Pick<InferSelectModel<Table>, Returned> {
  const columns = getTableColumns(table);
  return Object.fromEntries(
    keys.map((key) => {
      const column = columns[key]!;
      const value = row[casing.getColumnCasing(column)];
      return [key, value === null ? null : column.mapFromDriverValue(value)];
    }),
  ) as Pick<InferSelectModel<Table>, Returned>;
}
