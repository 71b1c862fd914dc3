/** What the server ends by itself, in milliseconds; 0 = never. */
export interface PoolLimits {
  /** One statement. */
  statementMs: number;
  /** A transaction in which nothing happens: its process hangs, or forgot it. */
  idleInTransactionMs: number;
  /** Waiting for a row, a table or an advisory lock. */
  lockMs: number;
}

interface PoolRule extends PoolLimits {
  /** Part of `DATABASE_POOL` that the pool may open. */
  share: number;
}

const SECOND = 1_000;

/**
 * Who waits for whom: each takes from connections of its own, so that one may starve and the others
 * live. The name stands in `pg_stat_activity` as `enlace-<name>`.
 */
export const POOLS = {
  /** A person waits for it; whoever reads much reads it in stretches. */
  pages: {
    share: 1,
    statementMs: 30 * SECOND,
    idleInTransactionMs: 30 * SECOND,
    lockMs: 10 * SECOND,
  },
  /** An ERP waits for it. */
  api: {
    share: 0.4,
    statementMs: 30 * SECOND,
    idleInTransactionMs: 30 * SECOND,
    lockMs: 10 * SECOND,
  },
  /** Partners wait 2.5 s and come again: what takes longer than this is of no use to them. */
  webhooks: {
    share: 0.2,
    statementMs: 10 * SECOND,
    idleInTransactionMs: 10 * SECOND,
    lockMs: 5 * SECOND,
  },
  /** Health, numbers for the monitoring, and whether open streams may go on. */
  watch: {
    share: 0.1,
    statementMs: 10 * SECOND,
    idleInTransactionMs: 10 * SECOND,
    lockMs: 5 * SECOND,
  },
  /** Batches of a file, with nobody waiting. */
  imports: {
    share: 0.3,
    statementMs: 120 * SECOND,
    idleInTransactionMs: 60 * SECOND,
    lockMs: 30 * SECOND,
  },
  /** Jobs: a day of a large network in one statement takes minutes on a slow machine. */
  engine: {
    share: 0.8,
    statementMs: 300 * SECOND,
    idleInTransactionMs: 60 * SECOND,
    lockMs: 30 * SECOND,
  },
  /**
   * The nightly housekeeping deletes what may be millions of rows, so no statement of it is ended;
   * it never waits long for a lock, since everybody who comes after would wait behind it.
   */
  upkeep: { share: 0.1, statementMs: 0, idleInTransactionMs: 60 * SECOND, lockMs: 5 * SECOND },
} as const satisfies Record<string, PoolRule>;

export type PoolName = keyof typeof POOLS;

/** How many connections a pool may open when `DATABASE_POOL` says this. */
export const sizeOfPool = (name: PoolName, total: number): number =>
  Math.max(1, Math.ceil(POOLS[name].share * total));
