import { type ExtractTablesWithRelations, sql as statement } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import {
  drizzle,
  type PostgresJsDatabase,
  type PostgresJsQueryResultHKT,
} from "drizzle-orm/postgres-js";
import postgres from "postgres";

export type Database = PostgresJsDatabase;
export type Transaction = PgTransaction<
  PostgresJsQueryResultHKT,
  Record<string, never>,
  ExtractTablesWithRelations<Record<string, never>>
>;
/** What `db/queries` take: they work the same inside and outside a transaction. */
export type Queryable = Database | Transaction;

/** An open database: `db` for queries, `sql` (a client of its own) for LISTEN, cursors and COPY. */
export interface OpenDatabase {
  db: Database;
  sql: postgres.Sql;
  url: string;
  close(): Promise<void>;
}

/** Opens a pool. drizzle rewrites the parsers of the client it is given, hence two clients. */
export function openDatabase(
  url: string,
  options: { max?: number; applicationName?: string } = {},
): OpenDatabase {
  const common = {
    connection: { application_name: options.applicationName ?? "enlace", TimeZone: "UTC" },
    onnotice: () => undefined,
    connect_timeout: 10,
  };
  const client = postgres(url, { ...common, max: options.max ?? 10 });
  const sql = postgres(url, {
    ...common,
    max: Math.max(3, Math.ceil((options.max ?? 10) / 2)),
    idle_timeout: 60,
  });
  return {
    db: drizzle(client, { casing: "snake_case" }),
    sql,
    url,
    close: async () => {
      await Promise.all([client.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}

/**
 * Runs `work` in a transaction that sees what this person may see: as a database role that cannot
 * bypass row-level security. `organizationId` null = every organization.
 */
export function asPerson<Result>(
  db: Database,
  organizationId: number | null,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    if (organizationId === null) await tx.execute(statement`set local role enlace_support`);
    else
      await tx.execute(
        statement`select set_config('enlace.organization_id', ${String(organizationId)}, true), set_config('role', 'enlace_client', true)`,
      );
    return work(tx);
  });
}
