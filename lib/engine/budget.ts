import { setTimeout as wait } from "node:timers/promises";
import type { Queryable } from "@/db/client.ts";
import { reserveCall } from "@/db/queries/integrations/budgets.ts";
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
 * Waits for a turn in the budget that all processes share under `key`. Each caller reserves its own
 * moment in one statement, so nobody polls and nobody overtakes. Rejects when `signal` aborts.
 */
export async function claimBudget(
  db: Queryable,
  key: string,
  budget: RateBudget,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const secondsPerCall = (budget.perSeconds / budget.calls) * HEADROOM;
  for (let turn = 1; ; turn++) {
    const asked = performance.now();
    const delay = await reserveCall(db, key, secondsPerCall, Math.max(1, budget.burst ?? 1));
    if (delay > 0) await wait(Math.ceil(delay * 1000), undefined, { signal });
    if (performance.now() - asked - delay * 1000 <= MISSED_MS || turn === MOST_TURNS) return;
  }
}
