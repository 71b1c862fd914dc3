import type { TaskContext } from "../define.ts";

/**
 * Batches of at most `size`, without what the partner already accepted. The account is asked once for as
 * many keys as fit a batch: a question a receipt would cost more than sending it.
 */
export async function* freshBatches<Item extends { key: string }>(
  ctx: TaskContext,
  items: AsyncIterable<Item>,
  size: number,
): AsyncIterable<Item[]> {
  let waiting: Item[] = [];
  const fresh: Item[] = [];
  const dropAccepted = async () => {
    const accepted = ctx.task.resend
      ? new Set<string>()
      : await ctx.ledger.accepted(waiting.map(({ key }) => key));
    fresh.push(...waiting.filter(({ key }) => !accepted.has(key)));
    waiting = [];
  };
  for await (const item of items) {
    waiting.push(item);
    if (waiting.length < size) continue;
    await dropAccepted();
    while (fresh.length >= size) yield fresh.splice(0, size);
  }
  await dropAccepted();
  while (fresh.length > 0) yield fresh.splice(0, size);
}
