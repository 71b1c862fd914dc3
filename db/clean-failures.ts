import { PgPreparedQuery } from "drizzle-orm/pg-core";
import type postgres from "postgres";
import { cleanError } from "@/lib/core/clean-error.ts";

interface Runs {
  queryWithCache(...args: unknown[]): Promise<unknown>;
}

const PATCHED = Symbol.for("enlace.clean-failures");

/**
 * Sees to it that no failure leaves the database's client with parameters in it: the library writes
 * them into its message, and whoever prints an error (the framework, the queue) prints that. There is
 * no setting for it; the one method through which every statement goes is wrapped.
 */
export function cleanFailures(client: postgres.Sql): void {
  const prepared = PgPreparedQuery.prototype as unknown as Runs & { [PATCHED]?: true };
  if (!prepared[PATCHED]) {
    const run = prepared.queryWithCache;
    prepared.queryWithCache = async function (this: Runs, ...args) {
      try {
        return await run.apply(this, args);
      } catch (error) {
        throw cleanError(error);
      }
    };
    prepared[PATCHED] = true;
  }
  // What is deferred to the commit fails outside any statement.
  const begin = client.begin.bind(client) as (...args: unknown[]) => Promise<unknown>;
  Object.assign(client, {
    begin: async (...args: unknown[]) => {
      try {
        return await begin(...args);
      } catch (error) {
        throw cleanError(error);
      }
    },
  });
}
