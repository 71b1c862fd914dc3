import { type OpenDatabase, openDatabase } from "./client.ts";
import { type PoolName, POOLS, sizeOfPool } from "./pools.ts";

const GLOBAL = Symbol.for("enlace.databases");
const holder = globalThis as { [GLOBAL]?: Map<PoolName, OpenDatabase> };
const DEFAULT_POOL = 10;

/**
 * One of the process's pools, opened at first use. Route handlers and instrumentation are separate
 * module graphs, hence the global.
 */
export function currentDatabase(name: PoolName = "pages"): OpenDatabase {
  const pools = (holder[GLOBAL] ??= new Map());
  let database = pools.get(name);
  if (!database) {
    const url = process.env.DATABASE_URL;
    if (!url) throw new Error("DATABASE_URL is not set");
    database = openDatabase(url, {
      max: sizeOfPool(name, Number(process.env.DATABASE_POOL ?? DEFAULT_POOL)),
      applicationName: `enlace-${name}`,
      limits: POOLS[name],
    });
    pools.set(name, database);
  }
  return database;
}

/** Tests and scripts name their own database here: it stands for every pool. */
export function useDatabase(database: OpenDatabase): void {
  holder[GLOBAL] = new Map(
    (Object.keys(POOLS) as PoolName[]).map((name): [PoolName, OpenDatabase] => [name, database]),
  );
}

/** Closes every pool that was opened. */
export async function closeDatabases(): Promise<void> {
  const pools = holder[GLOBAL];
  delete holder[GLOBAL];
  await Promise.all([...new Set(pools?.values())].map((database) => database.close()));
}
