import type { Queryable } from "@/db/client.ts";
import { refuseInTransaction } from "@/db/transaction-scope.ts";
import type { NewLogLine } from "@/db/queries/logs/log-lines.ts";
import type { LogLevel } from "@/lib/core/log-level.ts";
import { flattenLine, redactText, redactValue } from "@/lib/core/redact.ts";
import { openLogBuffer, UNREADABLE } from "./log-buffer.ts";

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

const LONGEST_TEXT = 4_000;
const LONGEST_DETAILS = 16_000;

/** Opens the writer of one attempt: buffered, redacted, numbered without gaps when it is stored. */
export function openLogWriter(options: LogWriterOptions): LogWriter {
  const { db, organizationId, integrationId, secrets = [], now = () => new Date() } = options;
  const author = { taskId: options.taskId, attempt: options.attempt ?? 0 };
  const buffer = openLogBuffer({ db, organizationId, integrationId });
  return {
    write: (level, text, details) =>
      buffer.push({ ...makeLine(now(), level, text, details, secrets), ...author }),
    flush: async () => {
      refuseInTransaction();
      await buffer.flush();
    },
    close: async () => {
      refuseInTransaction();
      await buffer.close();
    },
  };
}

type Line = Omit<NewLogLine, "taskId" | "attempt">;

function makeLine(
  at: Date,
  level: LogLevel,
  text: string,
  details: Record<string, unknown> | undefined,
  secrets: readonly string[],
): Line {
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

const unreadable = (at: Date, level: LogLevel): Line => ({
  at,
  level,
  text: UNREADABLE,
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
