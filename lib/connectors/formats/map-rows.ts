/**
 * Rows made of items, one by one; an item for which there is no row is passed over. Written as an iterator
 * by hand: an async generator costs several turns of the event loop a row, which over millions of rows shows.
 */
export function mapRows<Item, Row>(
  items: AsyncIterable<Item>,
  toRow: (item: Item) => Row | null,
): AsyncIterable<Row> {
  return {
    [Symbol.asyncIterator]: () => {
      const iterator = items[Symbol.asyncIterator]();
      const next = (): Promise<IteratorResult<Row>> =>
        iterator.next().then((step) => {
          if (step.done) return { done: true, value: undefined };
          const row = toRow(step.value);
          return row === null ? next() : { done: false, value: row };
        });
      return {
        next,
        return: async () => {
          await iterator.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
