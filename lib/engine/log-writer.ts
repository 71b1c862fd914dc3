import { setTimeout as wait } from "node:timers/promises";
import type { Queryable } from "@/db/client.ts";
import { refuseInTransaction, runOutsideTransaction } from "@/db/transaction-scope.ts";
import { appendLogLines, type NewLogLine } from "@/db/queries/logs/log-lines.ts";
import type { LogLevel } from "@/lib/core/log-level.ts";
import { readDatabaseError } from "@/lib/core/read-database-error.ts";
import { flattenLine, redactText, redactValue } from "@/lib/core/redact.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** The log of one attempt (or of the engine itself, about an integration). */
export interface LogWriter {
  /** Returns at once; the line is visible within half a second. Never throws. */
  write(level: LogLevel, text: string, details?: Record<string, unknown>): void;
  /** Resolves when everything written so far is stored, or could not be. Never rejects. */
  flush(): Promise<void>;
  /** Flushes and stops. */
  close(): Promise<void>;
}

interface LogWriterOptions {
  db: Queryable;
  organizationId: number;
  integrationId: number;
  /** null = the engine's own line. */
  taskId: number | null;
  attempt?: number;
  /** Values in use that must never be written. */
  secrets?: readonly string[];
  now?: () => Date;
}

const FLUSH_AFTER_MS = 150;
const FLUSH_AT_LINES = 500;
/** While the database is away lines wait here; beyond this the oldest go, and a line says how many. */
const MOST_WAITING_LINES = 20_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
const TRIES_WHEN_CLOSING = 5;
const LONGEST_TEXT = 4_000;
const LONGEST_DETAILS = 16_000;

/** Opens the writer of one attempt: buffered, redacted, numbered without gaps when it is stored. */
export function openLogWriter(options: LogWriterOptions): LogWriter {
  const {
    db,
    organizationId,
    integrationId,
    taskId,
    attempt = 0,
    secrets = [],
    now = () => new Date(),
  } = options;
  const scope = { organizationId, integrationId, taskId, attempt };
  const waiting: NewLogLine[] = [];
  let dropped = 0;
  let closing = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const schedule = () => {
    if (running || closing) return;
    if (waiting.length >= FLUSH_AT_LINES) void start();
    else timer ??= setTimeout(() => void start(), FLUSH_AFTER_MS);
  };
  const start = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    // Whoever writes a line may stand in a transaction; the buffer has nothing to do with it.
    running ??= runOutsideTransaction(drain).finally(() => {
      running = undefined;
      if (waiting.length > 0) schedule();
    });
    return running;
  };

  /** Stores batch after batch, in order; a batch that the database cannot take now is tried again. */
  const drain = async (): Promise<void> => {
    for (let failures = 0; waiting.length > 0 && !(closing && failures >= TRIES_WHEN_CLOSING);) {
      const batch = waiting.splice(0, FLUSH_AT_LINES);
      const lost = dropped;
      dropped = 0;
      const gap = lost > 0 ? describeGap(now(), lost) : null;
      if (gap) batch.unshift(gap);
      try {
        await storeInOrder(batch);
        failures = 0;
      } catch (error) {
        if (isRowMissing(error)) {
          // The integration is gone: trying again would hold up the rest for ever.
          console.error(
            `log of integration ${integrationId}: ${batch.length} lines refused by the database`,
          );
          continue;
        }
        if (gap && batch[0] === gap) {
          batch.shift();
          dropped += lost;
        }
        waiting.unshift(...batch);
        trim();
        failures += 1;
        await wait(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)), undefined, {
          ref: closing,
        });
      }
    }
  };
  /**
   * Stores a batch and takes out of it what is stored. A line that the database refuses is found by
   * halves and says so in its place; the others are not lost for it.
   */
  const storeInOrder = async (batch: NewLogLine[]): Promise<void> => {
    for (let size = batch.length; batch.length > 0;) {
      const piece = batch.slice(0, size);
      try {
        await appendLogLines(db, scope, piece);
        batch.splice(0, piece.length);
        size = batch.length;
      } catch (error) {
        if (!isBadData(error)) throw error;
        const [line] = piece;
        if (piece.length > 1) size = Math.ceil(piece.length / 2);
        else if (line && line.text !== UNREADABLE) batch[0] = unreadable(line.at, line.level);
        else batch.shift();
      }
    }
  };
  const trim = () => {
    const excess = waiting.length - MOST_WAITING_LINES;
    if (excess <= 0) return;
    waiting.splice(0, excess);
    dropped += excess;
  };

  return {
    write: (level, text, details) => {
      waiting.push(makeLine(now(), level, text, details, secrets));
      trim();
      schedule();
    },
    flush: async () => {
      refuseInTransaction();
      await running;
      if (waiting.length > 0) await start();
    },
    close: async () => {
      refuseInTransaction();
      closing = true;
      await running;
      if (waiting.length > 0) await start();
    },
  };
}

function makeLine(
  at: Date,
  level: LogLevel,
  text: string,
  details: Record<string, unknown> | undefined,
  secrets: readonly string[],
): NewLogLine {
  try {
    return {
      at,
      level,
      text: clean(text, secrets),
      details: details ? cleanDetails(details, secrets) : null,
    };
  } catch {
    // Whatever a caller passed must not end its task for want of a log line; what it was stays
    // unsaid, since it was not redacted.
    return unreadable(at, level);
  }
}

const UNREADABLE = "(linha de log ilegível)";
const unreadable = (at: Date, level: LogLevel): NewLogLine => ({
  at,
  level,
  text: UNREADABLE,
  details: null,
});

const describeGap = (at: Date, lost: number): NewLogLine => ({
  at,
  level: "warn",
  text: `${formatCount(lost, "linha de log foi perdida", "linhas de log foram perdidas")} enquanto o banco de dados esteve fora do ar.`,
  details: null,
});

/** Secrets go before the cut, so that none is left in halves that are no longer recognized. */
function clean(text: string, secrets: readonly string[]): string {
  const safe = flattenLine(redactText(text.slice(0, 25 * LONGEST_TEXT), secrets)).toWellFormed();
  return safe.length > LONGEST_TEXT ? `${safe.slice(0, LONGEST_TEXT - 1).toWellFormed()}…` : safe;
}

function cleanDetails(details: Record<string, unknown>, secrets: readonly string[]): string {
  const tidy = JSON.stringify(redactValue(details, secrets), (_key, value: unknown) =>
    typeof value === "string"
      ? flattenLine(value).toWellFormed()
      : typeof value === "bigint"
        ? String(value)
        : value,
  );
  return tidy.length > LONGEST_DETAILS
    ? JSON.stringify({ cortado: tidy.slice(0, LONGEST_DETAILS).toWellFormed() })
    : tidy;
}

/** Errors of the data itself: time does not heal them, and they are one line's. */
const isBadData = (error: unknown) => classOf(error) === "22";
/** A row that is not there concerns every line. */
const isRowMissing = (error: unknown) => classOf(error) === "23";

/** The class of the database's error: the first two places of its code. */
const classOf = (error: unknown) => readDatabaseError(error)?.code.slice(0, 2);
