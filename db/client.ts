import { type ExtractTablesWithRelations, sql as statement } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import {
  drizzle,
  type PostgresJsDatabase,
  type PostgresJsQueryResultHKT,
} from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { cleanFailures } from "./clean-failures.ts";
import type { PoolLimits } from "./pools.ts";
import { refuseInTransaction, runInTransaction } from "./transaction-scope.ts";
import { repairJson } from "./write-json.ts";

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

/**
 * Opens a pool. drizzle rewrites the parsers of the client it is given, hence two clients. Without
 * `limits` nothing is ended by the server: for programs that do one thing and end.
 */
export function openDatabase(
  url: string,
  options: { max?: number; applicationName?: string; limits?: PoolLimits } = {},
): OpenDatabase {
  const { max = 10, limits } = options;
  const common = {
    connection: {
      application_name: options.applicationName ?? "enlace",
      TimeZone: "UTC",
      ...(limits && {
        statement_timeout: limits.statementMs,
        idle_in_transaction_session_timeout: limits.idleInTransactionMs,
        lock_timeout: limits.lockMs,
      }),
    },
    onnotice: () => undefined,
    connect_timeout: 10,
  };
  const client = guardPool(postgres(url, { ...common, max }));
  const sql = guardPool(
    postgres(url, { ...common, max: Math.max(1, Math.ceil(max / 2)), idle_timeout: 60 }),
  );
  const db = drizzle(client, { casing: "snake_case" });
  cleanParameters(client);
  cleanParameters(sql);
  cleanFailures(client);
  return {
    db,
    sql,
    url,
    close: async () => {
      await Promise.all([client.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}

const JSON_TYPES = new Set(["114", "3802"]);

/**
 * The last wall before the database: a NUL, which its texts cannot hold, becomes a visible mark in
 * every parameter of every statement, whoever sent it. JSON goes by its escapes.
 */
function cleanParameters({ options }: postgres.Sql): void {
  // Every type has one here, so that none is written past this.
  options.serializers = new Proxy(options.serializers, {
    has: () => true,
    get: (serializers, type: string) => (value: unknown) => {
      const serialize = serializers[Number(type)] ?? String;
      const written: unknown = serialize(value);
      if (typeof written !== "string") return written;
      return (JSON_TYPES.has(type) ? repairJson(written) : written).replaceAll("\u0000", "�");
    },
  });
}

/**
 * The pool as it may be used: whoever stands inside a transaction is refused, of this pool or of
 * another, and finds the transaction's handle in reach instead.
 */
function guardPool(client: postgres.Sql): postgres.Sql {
  const { unsafe, begin } = client;
  const guarded = {
    unsafe: (...args: Parameters<typeof unsafe>) => {
      refuseInTransaction();
      return unsafe(...args);
    },
    begin: (...args: unknown[]) => {
      refuseInTransaction();
      const work = args.pop() as (tx: postgres.TransactionSql) => unknown;
      const inside = (tx: postgres.TransactionSql) => runInTransaction(() => work(tx));
      return (begin as (...all: unknown[]) => Promise<unknown>)(...args, inside);
    },
  };
  Object.assign(client, guarded);
  return new Proxy(client, {
    apply: (target, self, args: Parameters<typeof client>) => {
      // Only a template is a statement; the same function also quotes names and lists.
      if (Array.isArray((args[0] as Partial<TemplateStringsArray> | undefined)?.raw))
        refuseInTransaction();
      return Reflect.apply(target, self, args) as unknown;
    },
  });
}

/**
 * Runs `work` in a transaction that sees what this person may see: as a database role that cannot
 * bypass row-level security. `organizationId` null = every organization. Only as `personId` may it
 * write the audit log. `now` is the database's: what is decided by it depends on no machine's clock.
 */
export function asPerson<Result>(
  db: Database,
  organizationId: number | null,
  work: (tx: Transaction, now: Date) => Promise<Result>,
  personId: number | null = null,
): Promise<Result> {
  return db.transaction(async (tx) => {
    const settings = {
      "enlace.organization_id": organizationId === null ? "" : String(organizationId),
      "enlace.person_id": personId === null ? "" : String(personId),
      role: organizationId === null ? "enlace_support" : "enlace_client",
    };
    const parts = Object.entries(settings).map(
      ([name, value]) => statement`set_config(${name}, ${value}, true)`,
    );
    const [row] = await tx.execute<{ ms: number }>(
      statement`select ${statement.join(parts, statement`, `)}, (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
    );
    return work(tx, new Date(Number(row?.ms)));
  });
}
