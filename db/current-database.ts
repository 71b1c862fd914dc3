import { type OpenDatabase, openDatabase } from "./client.ts";

const GLOBAL = Symbol.for("enlace.database");
const holder = globalThis as { [GLOBAL]?: OpenDatabase };

/**
 * The process's pool, opened at first use. Route handlers and instrumentation are separate module
 * graphs, hence the global.
 */
export function currentDatabase(): OpenDatabase {
  if (!holder[GLOBAL]) {
    const url = process.env.DATABASE_URL;
    if (!url) throw new Error("DATABASE_URL is not set");
    holder[GLOBAL] = openDatabase(url, { max: Number(process.env.DATABASE_POOL ?? 10) });
  }
  return holder[GLOBAL];
}

/** Tests name their own database here. */
export function useDatabase(database: OpenDatabase): void {
  holder[GLOBAL] = database;
}
