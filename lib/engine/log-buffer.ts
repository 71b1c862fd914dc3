import { setTimeout as wait } from "node:timers/promises";
import type { Queryable } from "@/db/client.ts";
import { appendLogLines, type NewLogLine } from "@/db/queries/logs/log-lines.ts";
import { runOutsideTransaction } from "@/db/transaction-scope.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { readDatabaseError } from "@/lib/core/read-database-error.ts";

/** The lines of one integration that this process has not stored yet, as one of their writers sees them. */
export interface LogBuffer {
  push(line: NewLogLine): void;
  /** Resolves when what was pushed so far is stored, or could not be. */
  flush(): Promise<void>;
  /** Flushes, and gives up after some tries. */
  close(): Promise<void>;
}

interface BufferOf {
  db: Queryable;
  organizationId: number;
  integrationId: number;
}

const FLUSH_AFTER_MS = 150;
const FLUSH_AT_LINES = 500;
/** While the database is away lines wait here; beyond this the oldest go, and a line says how many. */
const MOST_WAITING_LINES = 20_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
const TRIES_WHEN_CLOSING = 5;

/** Written in place of a line that the database refuses. */
export const UNREADABLE = "(linha de log ilegível)";

type Join = () => LogBuffer;
const buffers = new WeakMap<Queryable, Map<string, Join>>();

/**
 * Opens the buffer of an integration. All its writers in a process share one, as they share the head from which
 * their lines are numbered: many attempts at once cost one statement and not one each.
 */
export function openLogBuffer(of: BufferOf): LogBuffer {
  const known = buffers.get(of.db) ?? new Map<string, Join>();
  buffers.set(of.db, known);
  const key = `${of.organizationId}:${of.integrationId}`;
  const join = known.get(key) ?? makeBuffer(of, () => known.delete(key));
  known.set(key, join);
  return join();
}

function makeBuffer({ db, ...scope }: BufferOf, forget: () => void): Join {
  const waiting: NewLogLine[] = [];
  /** Lines that are being stored. */
  let batch: NewLogLine[] = [];
  let pushed = 0;
  let dropped = 0;
  let writers = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let waiters: Array<{ upTo: number; closing: boolean; resolve: () => void }> = [];

  const schedule = () => {
    if (running) return;
    if (waiting.length >= FLUSH_AT_LINES) start();
    else timer ??= setTimeout(start, FLUSH_AFTER_MS);
  };
  const start = () => {
    clearTimeout(timer);
    timer = undefined;
    // Whoever writes a line may stand in a transaction; the buffer has nothing to do with it.
    running ??= runOutsideTransaction(drain).finally(() => {
      running = undefined;
      if (waiting.length > 0) schedule();
    });
  };
  /** Tells those whose lines are through; with `giveUp` also those that end without. */
  const settle = (giveUp = false) => {
    const through = pushed - waiting.length - batch.length;
    const done = waiters.filter(({ upTo, closing }) => upTo <= through || (giveUp && closing));
    waiters = waiters.filter((one) => !done.includes(one));
    for (const { resolve } of done) resolve();
  };
  const isAnyClosing = () => waiters.some(({ closing }) => closing);

  /** Stores batch after batch, in order; a batch that the database cannot take now is tried again. */
  const drain = async (): Promise<void> => {
    for (let failures = 0; waiting.length > 0;) {
      batch = waiting.splice(0, FLUSH_AT_LINES);
      const [first] = batch;
      const lost = dropped;
      dropped = 0;
      const gap = lost > 0 && first ? describeGap(first, lost) : null;
      let told = false;
      try {
        if (gap) await appendLogLines(db, scope, [gap]);
        told = true;
        await storeInOrder();
        failures = 0;
        // What came meanwhile waits for more, unless somebody waits for it.
        if (waiters.length === 0 && waiting.length < FLUSH_AT_LINES) return;
      } catch (error) {
        if (isRowMissing(error)) {
          // The integration is gone: trying again would hold up the rest for ever.
          console.error(
            `log of integration ${scope.integrationId}: ${batch.length} lines refused by the database`,
          );
          batch = [];
          settle();
          continue;
        }
        if (!told) dropped += lost;
        waiting.unshift(...batch);
        batch = [];
        trim();
        failures += 1;
        if (failures >= TRIES_WHEN_CLOSING) settle(true);
        if (failures >= TRIES_WHEN_CLOSING && writers === 0) {
          waiting.length = 0;
          return;
        }
        await wait(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)), undefined, {
          ref: isAnyClosing(),
        });
      }
    }
  };
  /**
   * Stores the batch and takes out of it what is stored. A line that the database refuses is found by
   * halves and says so in its place; the others are not lost for it.
   */
  const storeInOrder = async (): Promise<void> => {
    for (let size = batch.length; batch.length > 0;) {
      const piece = batch.slice(0, size);
      try {
        await appendLogLines(db, scope, piece);
        batch.splice(0, piece.length);
        size = batch.length;
        settle();
      } catch (error) {
        if (!isBadData(error)) throw error;
        const [line] = piece;
        if (piece.length > 1) size = Math.ceil(piece.length / 2);
        else if (line && line.text !== UNREADABLE)
          batch[0] = { ...line, text: UNREADABLE, details: null };
        else batch.shift();
      }
    }
    settle();
  };
  const trim = () => {
    const excess = waiting.length - MOST_WAITING_LINES;
    if (excess <= 0) return;
    waiting.splice(0, excess);
    dropped += excess;
  };
  const untilThrough = (closing: boolean): Promise<void> => {
    if (waiting.length + batch.length === 0) return Promise.resolve();
    const through = new Promise<void>((resolve) => {
      waiters.push({ upTo: pushed, closing, resolve });
    });
    start();
    return through;
  };

  return () => {
    writers += 1;
    let closed = false;
    return {
      push: (line) => {
        waiting.push(line);
        pushed += 1;
        trim();
        schedule();
      },
      flush: () => untilThrough(false),
      close: async () => {
        if (!closed) writers -= 1;
        closed = true;
        await untilThrough(true);
        if (writers === 0 && waiting.length + batch.length === 0) forget();
      },
    };
  };
}

const describeGap = ({ at, taskId, attempt }: NewLogLine, lost: number): NewLogLine => ({
  at,
  taskId,
  attempt,
  level: "warn",
  text: `${formatCount(lost, "linha de log foi perdida", "linhas de log foram perdidas")} enquanto o banco de dados esteve fora do ar.`,
  details: null,
});

/** Errors of the data itself: time does not heal them, and they are one line's. */
const isBadData = (error: unknown) => classOf(error) === "22";
/** A row that is not there concerns every line. */
const isRowMissing = (error: unknown) => classOf(error) === "23";

/** The class of the database's error: the first two places of its code. */
const classOf = (error: unknown) => readDatabaseError(error)?.code.slice(0, 2);
