import type { Queryable } from "@/db/client.ts";
import type { LogLevel } from "../core/log-level.ts";

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
}

/** Opens the writer of one attempt. */
export function openLogWriter(_options: LogWriterOptions): LogWriter {
  throw new Error("not written yet");
}
