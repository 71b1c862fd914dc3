/**
 * Rows one by one out of pages. Written as an iterator by hand: an async generator costs several turns of
 * the event loop a row, which over millions of rows is most of the time.
 */
export function streamRows<Row>(open: () => AsyncGenerator<Row[]>): AsyncIterable<Row> {
  return {
    [Symbol.asyncIterator]: () => {
      let page: Row[] = [];
      let next = 0;
      const pages = open();
      const turnPage = async (): Promise<IteratorResult<Row>> => {
        for (;;) {
          const turned = await pages.next();
          if (turned.done) return { done: true, value: undefined };
          if (turned.value.length === 0) continue;
          page = turned.value;
          next = 1;
          return { done: false, value: page[0] as Row };
        }
      };
      return {
        next: () =>
          next < page.length
            ? Promise.resolve({ done: false, value: page[next++] as Row })
            : turnPage(),
        return: async () => {
          page = [];
          await pages.return(undefined);
          return { done: true, value: undefined };
        },
      };
    },
  };
}
