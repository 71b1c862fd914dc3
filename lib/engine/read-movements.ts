import type { OpenDatabase } from "@/db/client.ts";
import type { MovementReader } from "../core/movement.ts";
import { type MovementConnection, openMovementConnection } from "./movement-connection.ts";
import { readCategories, readPrices, readProducts, readStock, readSuppliers } from "./read-catalogue.ts";
import { readSaleLines } from "./read-sale-lines.ts";
import { readSales } from "./read-sales.ts";

/**
 * Reads an organization's movements as they were at `snapshot` (`pg_current_snapshot()::text` of the
 * generation's first attempt; null = as they are at the first read): sales are never changed once written,
 * so that leaving out what was written since shows the same again, also after a crash. Products, prices and
 * stock are as they are now. Each stream has a connection of its own, closed when the loop over it is left.
 */
export function createMovementReader(database: Pick<OpenDatabase, "url">, organizationId: number, snapshot: string | null, signal?: AbortSignal): MovementReader {
  let fixed: Promise<string> | null = snapshot === null ? null : Promise.resolve(snapshot);
  const snapshotSeen = (connection: MovementConnection): Promise<string> => (fixed ??= readSnapshot(connection));
  const stream = <Row>(pages: (connection: MovementConnection) => AsyncIterable<Row[]>) => streamRows(database.url, signal, pages);

  return {
    sales: ({ branchIds, period, register }) =>
      stream(async function* (connection) {
        const seen = await snapshotSeen(connection);
        for (const branchId of branchIds) yield* readSales(connection, { organizationId, branchId, ...period, snapshot: seen, register });
      }),
    saleLines: ({ branchIds, period }) =>
      stream(async function* (connection) {
        const seen = await snapshotSeen(connection);
        for (const branchId of branchIds) yield* readSaleLines(connection, { organizationId, branchId, ...period, snapshot: seen });
      }),
    products: () => stream((connection) => readProducts(connection, organizationId)),
    categories: () => stream((connection) => readCategories(connection, organizationId)),
    suppliers: () => stream((connection) => readSuppliers(connection, organizationId)),
    prices: (branchIds) => stream((connection) => readPrices(connection, organizationId, branchIds)),
    stock: (branchIds) => stream((connection) => readStock(connection, organizationId, branchIds)),
  };
}

async function* streamRows<Row>(url: string, signal: AbortSignal | undefined, pages: (connection: MovementConnection) => AsyncIterable<Row[]>): AsyncGenerator<Row> {
  const connection = await openMovementConnection(url, signal);
  try {
    for await (const page of pages(connection)) {
      signal?.throwIfAborted();
      yield* page;
    }
  } catch (error) {
    // A line cut by the abort fails in its own words.
    signal?.throwIfAborted();
    throw error;
  } finally {
    await connection.close();
  }
}

async function readSnapshot({ sql }: MovementConnection): Promise<string> {
  const [row] = await sql<[{ snapshot: string }]>`select pg_current_snapshot()::text as snapshot`;
  return row.snapshot;
}
