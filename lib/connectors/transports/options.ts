import type { LogLevel } from "@/lib/core/log-level.ts";

/** Remembers by which key an SFTP server is known, for all attempts and processes. */
export interface KnownHosts {
  /** The key the server is known by; the given one from now on when it was not known. */
  claim(host: string, port: number, fingerprint: string): Promise<string>;
  /** A person confirmed this key. */
  save(host: string, port: number, fingerprint: string): Promise<void>;
}

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

/** SFTP knows its servers by their keys. */
export interface SftpOptions extends TransportOptions {
  knownHosts: KnownHosts;
}
