import { AsyncLocalStorage } from "node:async_hooks";

interface Scope {
  open: boolean;
}

const GLOBAL = Symbol.for("enlace.transaction-scope");
const holder = globalThis as { [GLOBAL]?: AsyncLocalStorage<Scope> };
/** Global, since pages and instrumentation are separate module graphs over the same pools. */
const scopes = (holder[GLOBAL] ??= new AsyncLocalStorage<Scope>());

/**
 * A pool was asked for a connection by work that holds one already. Ten such at once wait for each
 * other for ever, so that it fails at the first, on a desk as in production.
 */
export class PoolInTransaction extends Error {
  constructor() {
    super("a pool was used inside a transaction: use the transaction's own handle");
    this.name = "PoolInTransaction";
  }
}

/** Throws when the code that runs now stands inside an open transaction. */
export function refuseInTransaction(): void {
  if (scopes.getStore()?.open) throw new PoolInTransaction();
}

/** Runs `work` as the inside of a transaction: until it ends, no pool answers it. */
export async function runInTransaction<Result>(
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const scope: Scope = { open: true };
  try {
    return await scopes.run(scope, work);
  } finally {
    // Timers that were set inside live on, and by then hold nothing.
    scope.open = false;
  }
}

/**
 * Starts what lives longer than the transaction it happens to begin in and which that does not wait
 * for: a line to the queue, a buffer that is written later.
 */
export function runOutsideTransaction<Result>(work: () => Result): Result {
  return scopes.exit(work);
}
