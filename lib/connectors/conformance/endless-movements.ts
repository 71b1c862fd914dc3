import type { MovementReader } from "@/lib/core/movement.ts";
import { makeSale } from "./fixed-day.ts";
import { readerOver } from "./read-in-memory.ts";

/** A reader whose streams never end: whatever a connector reads, only an abort stops it. */
export function endlessMovements(signal: AbortSignal, onRead: () => void): MovementReader {
  const sales = {
    *[Symbol.iterator]() {
      for (let number = 1; ; number++)
        yield makeSale({ id: number, number: String(number % 10_000_000) });
    },
  };
  const plain = readerOver(sales, signal);
  const forever = <Arguments extends unknown[], Item>(
    read: (...args: Arguments) => AsyncIterable<Item>,
  ) =>
    async function* (...args: Arguments): AsyncIterable<Item> {
      for (let found = true; found;) {
        found = false;
        for await (const item of read(...args)) {
          found = true;
          onRead();
          yield item;
        }
      }
    };
  return {
    ...plain,
    sales: forever(plain.sales),
    saleLines: forever(plain.saleLines),
    products: forever(plain.products),
    prices: forever(plain.prices),
    stock: forever(plain.stock),
    customers: forever(plain.customers),
    purchases: forever(plain.purchases),
    outboundOrders: forever(plain.outboundOrders),
    promotions: forever(plain.promotions),
    controlledMovements: forever(plain.controlledMovements),
  };
}
