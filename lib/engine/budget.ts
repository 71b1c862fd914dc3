import { setTimeout as wait } from "node:timers/promises";
import type { Queryable } from "@/db/client.ts";
import { reserveCalls } from "@/db/queries/integrations/budgets.ts";
import type { RateBudget } from "@/lib/connectors/define.ts";

/**
 * A partner counts calls when they arrive, and a late one followed by punctual ones would be one too many
 * in its window: the rhythm is slowed by this much so that ordinary jitter never shows.
 */
const HEADROOM = 1.03;

/**
 * A process that was held up for longer than this has missed its turn: calls that come in a heap
 * afterwards would be too many in one window.
 */
const MISSED_MS = 1_000;
const MOST_TURNS = 4;

/**
 * A process takes the turns of so much time at once: with 200 calls a minute that is one, with tens of
 * thousands it spares a statement a call. Within the second in which they were taken they are used or lost.
 */
const BLOCK_SECONDS = 0.02;
const BLOCK_LASTS_MS = 200;
const LARGEST_BLOCK = 20;

/** Turns that this process has taken and not used yet. */
interface Block {
  left: number;
  until: number;
}
const blocks = new WeakMap<Queryable, Map<string, Block>>();

/**
 * Waits for a turn in the budget that all processes share under `key`. Each caller reserves its own
 * moment (of a large budget a few at once) in one statement, so nobody polls and nobody overtakes.
 * Rejects when `signal` aborts.
 */
export async function claimBudget(
  db: Queryable,
  key: string,
  budget: RateBudget,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const secondsPerCall = (budget.perSeconds / budget.calls) * HEADROOM;
  const calls = Math.max(1, Math.min(LARGEST_BLOCK, Math.floor(BLOCK_SECONDS / secondsPerCall)));
  const mine = blocks.get(db) ?? new Map<string, Block>();
  blocks.set(db, mine);
  const block = mine.get(key);
  if (calls > 1 && block && block.left > 0 && performance.now() < block.until) {
    block.left -= 1;
    return;
  }
  for (let turn = 1; ; turn++) {
    const asked = performance.now();
    const burst = Math.max(1, budget.burst ?? 1);
    const delay = await reserveCalls(db, key, secondsPerCall, { burst, calls });
    if (delay > 0) await wait(Math.ceil(delay * 1000), undefined, { signal });
    if (performance.now() - asked - delay * 1000 > MISSED_MS && turn < MOST_TURNS) continue;
    if (calls > 1) mine.set(key, { left: calls - 1, until: performance.now() + BLOCK_LASTS_MS });
    return;
  }
}

/** A partner refused: what was taken of its budget before counts no more. */
export function dropBlock(db: Queryable, key: string): void {
  blocks.get(db)?.delete(key);
}
