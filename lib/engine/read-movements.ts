import type { OpenDatabase } from "@/db/client.ts";
import type { MovementReader } from "../core/movement.ts";
import { type MovementConnection, type MovementConnections, openMovementConnections } from "./movement-connection.ts";
import { readCategories, readPrices, readProducts, readStock, readSuppliers } from "./read-catalogue.ts";
import { readSaleLines } from "./read-sale-lines.ts";
import { readSales } from "./read-sales.ts";

/**
 * Reads an organization's movements as they were at `snapshot` (`pg_current_snapshot()::text` of the
 * generation's first attempt; null = as they are at the first read): sales are never changed once written,
 * so that leaving out what was written since shows the same again, also after a crash. Products, prices and
 * stock are as they are now. A stream has a connection to itself, cut when the loop over it is left early.
 */
export function createMovementReader(database: Pick<OpenDatabase, "url">, organizationId: number, snapshot: string | null, signal?: AbortSignal): MovementReader {
  let fixed: Promise<string> | null = snapshot === null ? null : Promise.resolve(snapshot);
  const snapshotSeen = (connection: MovementConnection): Promise<string> => (fixed ??= readSnapshot(connection));
  const connections = openMovementConnections(database.url, signal);
  const stream = <Row>(pages: (connection: MovementConnection) => AsyncIterable<Row[]>) => streamRows(connections, signal, pages);

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

/**
 * Rows one by one out of pages. Written as an iterator by hand: an async generator costs several turns of
 * the event loop a row, which over millions of rows is most of the time.
 */
function streamRows<Row>(connections: MovementConnections, signal: AbortSignal | undefined, pages: (connection: MovementConnection) => AsyncIterable<Row[]>): AsyncIterable<Row> {
  return {
    [Symbol.asyncIterator]: () => {
      let page: Row[] = [];
      let next = 0;
      const source = readPages(connections, signal, pages);
      const turnPage = async (): Promise<IteratorResult<Row>> => {
        for (;;) {
          const turned = await source.next();
          if (turned.done) return { done: true, value: undefined };
          if (turned.value.length === 0) continue;
          page = turned.value;
          next = 1;
          return { done: false, value: page[0] as Row };
        }
      };
      return {
        next: () => (next < page.length ? Promise.resolve({ done: false, value: page[next++] as Row }) : turnPage()),
        return: async () => {
          page = [];
          await source.return(undefined);
          return { done: true, value: undefined };
        },
      };
    },
  };
}

async function* readPages<Row>(connections: MovementConnections, signal: AbortSignal | undefined, pages: (connection: MovementConnection) => AsyncIterable<Row[]>): AsyncGenerator<Row[]> {
  const connection = connections.take();
  let finished = false;
  try {
    for await (const page of pages(connection)) {
      signal?.throwIfAborted();
      yield page;
    }
    finished = true;
  } catch (error) {
    // A line cut by the abort fails in its own words.
    signal?.throwIfAborted();
    throw error;
  } finally {
    if (finished) connections.giveBack(connection);
    else await connections.cut(connection);
  }
}

async function readSnapshot({ sql }: MovementConnection): Promise<string> {
  const [row] = await sql<[{ snapshot: string }]>`select pg_current_snapshot()::text as snapshot`;
  return row.snapshot;
}
