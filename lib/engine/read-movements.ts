import type { OpenDatabase } from "@/db/client.ts";
import type { MovementReader, MovementScope } from "@/lib/core/movement.ts";
import type { DayKind } from "@/lib/core/movement-day.ts";
import type { BranchQuery } from "./branch-query.ts";
import type { DayReads } from "./day-reads.ts";
import {
  type MovementConnection,
  type MovementConnections,
  openMovementConnections,
} from "./movement-connection.ts";
import {
  readCategories,
  readCategoryGoals,
  readPrices,
  readProducts,
  readStock,
  readSuppliers,
} from "./read-catalogue.ts";
import {
  readControlledLots,
  readControlledMovements,
  readPrescriptions,
} from "./read-controlled.ts";
import { readCustomers, readCustomersByDocument } from "./read-customers.ts";
import { readPriceZones, readPromotions } from "./read-offers.ts";
import { readOutboundOrders } from "./read-outbound-orders.ts";
import { readPurchases } from "./read-purchases.ts";
import { readSaleLines } from "./read-sale-lines.ts";
import { readSaleHeads, readSales } from "./read-sales.ts";
import { streamRows } from "./stream-rows.ts";

/**
 * Reads an organization's movements as they were at `snapshot` (`pg_current_snapshot()::text` of the
 * generation's first attempt; null = as they are at the first read): sales are never changed once written,
 * so that leaving out what was written since shows the same again, also after a crash. Products, prices,
 * stock, customers and promotions are as they are now. A stream has a connection to itself, cut
 * when the loop over it is left early. `reads` hears which days are read whole.
 */
export function createMovementReader(
  database: Pick<OpenDatabase, "url">,
  organizationId: number,
  snapshot: string | null,
  signal?: AbortSignal,
  reads?: Pick<DayReads, "add">,
): MovementReader {
  const record = (kind: DayKind, { branchIds, period, lookup }: MovementScope) => {
    if (!lookup) reads?.add({ kind, branchIds, period });
  };
  let fixed: Promise<string> | null = snapshot === null ? null : Promise.resolve(snapshot);
  const snapshotSeen = (connection: MovementConnection): Promise<string> =>
    (fixed ??= readSnapshot(connection));
  const connections = openMovementConnections(database.url, signal);
  const stream = <Row>(pages: (connection: MovementConnection) => AsyncIterable<Row[]>) =>
    streamRows(() => guard(signal, useConnection(connections, pages)));

  const byBranch = <Row>(
    kind: DayKind,
    scope: MovementScope,
    read: (connection: MovementConnection, query: BranchQuery) => AsyncIterable<Row[]>,
  ) => {
    const { branchIds, period } = scope;
    record(kind, scope);
    return stream(async function* (connection) {
      const seen = await snapshotSeen(connection);
      for (const branchId of branchIds)
        yield* read(connection, { organizationId, branchId, ...period, snapshot: seen });
    });
  };

  return {
    sales: ({ register, ...scope }) =>
      // One till of a day is not the day.
      byBranch(
        "sales",
        register === undefined ? scope : { ...scope, lookup: true },
        (connection, query) => readSales(connection, { ...query, register }),
      ),
    salesByKey: (branchId, keys) =>
      useOnce(
        connections,
        async (connection) =>
          new Map(
            (
              await readSaleHeads(
                connection,
                { organizationId, branchId, snapshot: await snapshotSeen(connection) },
                keys,
              )
            ).map((sale) => [sale.documentKey, sale]),
          ),
      ),
    saleLines: ({ without = [], ...scope }) => {
      const { branchIds, period } = scope;
      record("sales", scope);
      return streamRows(() =>
        guard(
          signal,
          (async function* () {
            const seen = await (fixed ?? useOnce(connections, snapshotSeen));
            yield* readSaleLines(
              connections,
              branchIds.map((branchId) => ({
                organizationId,
                branchId,
                ...period,
                snapshot: seen,
                without,
              })),
            );
          })(),
        ),
      );
    },
    products: () => stream((connection) => readProducts(connection, organizationId)),
    categories: () => stream((connection) => readCategories(connection, organizationId)),
    categoryGoals: () => stream((connection) => readCategoryGoals(connection, organizationId)),
    suppliers: () => stream((connection) => readSuppliers(connection, organizationId)),
    prices: (branchIds) =>
      stream((connection) => readPrices(connection, organizationId, branchIds)),
    stock: (branchIds) => stream((connection) => readStock(connection, organizationId, branchIds)),
    customers: ({ updatedSince = null } = {}) =>
      stream((connection) => readCustomers(connection, organizationId, updatedSince)),
    customersByDocument: (documents) =>
      useOnce(
        connections,
        async (connection) =>
          new Map(
            (await readCustomersByDocument(connection, organizationId, documents)).map(
              (customer) => [customer.document, customer],
            ),
          ),
      ),
    purchases: (scope) => byBranch("purchases", scope, readPurchases),
    outboundOrders: (scope) => byBranch("outbound", scope, readOutboundOrders),
    prescriptions: (scope) => byBranch("prescriptions", scope, readPrescriptions),
    controlledMovements: (scope) => byBranch("controlled", scope, readControlledMovements),
    // A balance stands for no day's movements.
    controlledLots: (branchIds, day) =>
      byBranch(
        "controlled",
        { branchIds, period: { first: day, last: day }, lookup: true },
        readControlledLots,
      ),
    priceZones: () => stream((connection) => readPriceZones(connection, organizationId)),
    promotions: ({ branchIds, period }) =>
      stream((connection) => readPromotions(connection, organizationId, branchIds, period)),
  };
}

/** Pages over one connection, given back at the end and cut when the loop is left before. */
async function* useConnection<Row>(
  connections: MovementConnections,
  pages: (connection: MovementConnection) => AsyncIterable<Row[]>,
): AsyncGenerator<Row[]> {
  const connection = connections.take();
  let finished = false;
  try {
    yield* pages(connection);
    finished = true;
  } finally {
    if (finished) connections.giveBack(connection);
    else await connections.cut(connection);
  }
}

/** One short question on a connection of the reader. */
async function useOnce<Answer>(
  connections: MovementConnections,
  ask: (connection: MovementConnection) => Promise<Answer>,
): Promise<Answer> {
  const connection = connections.take();
  try {
    return await ask(connection);
  } finally {
    connections.giveBack(connection);
  }
}

async function readSnapshot({ sql }: MovementConnection): Promise<string> {
  const [row] = await sql<[{ snapshot: string }]>`select pg_current_snapshot()::text as snapshot`;
  return row.snapshot;
}

/** A connection cut by the abort fails in its own words; what is told is why. */
async function* guard<Row>(
  signal: AbortSignal | undefined,
  pages: AsyncIterable<Row[]>,
): AsyncGenerator<Row[]> {
  try {
    for await (const page of pages) {
      signal?.throwIfAborted();
      yield page;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
