import type { LogLevel } from "@/lib/core/log-level.ts";

/** What the engine hands to every transport. */
export interface TransportOptions {
  /** Waits until the partner's shared call budget allows one more call. */
  claimBudget: (signal: AbortSignal) => Promise<void>;
  log: (level: LogLevel, text: string, details?: Record<string, unknown>) => void;
  /** Values in use that must never be written: passwords, tokens. */
  secrets: readonly string[];
  /** Ends whatever is going on, within a second. */
  signal: AbortSignal;
  /** Private addresses that may be called all the same: `host:port`, `host` or CIDR. See ALLOWED_PRIVATE_HOSTS. */
  allowPrivate: readonly string[];
}
