import type { LogLevel } from "@/lib/core/log-level.ts";
import type { TransportOptions } from "./options.ts";

/** Options for the transports' tests: what was logged, how many turns of the budget were taken, loopback allowed. */
export function testOptions(overrides: Partial<TransportOptions> = {}): TransportOptions & {
  lines: Array<{ level: LogLevel; text: string; details: unknown }>;
  taken: () => number;
} {
  const lines: Array<{ level: LogLevel; text: string; details: unknown }> = [];
  let taken = 0;
  return {
    claimBudget: async () => {
      taken += 1;
    },
    log: (level, text, details) => void lines.push({ level, text, details }),
    secrets: ["s3nh@ secreta"],
    signal: new AbortController().signal,
    allowPrivate: ["127.0.0.1", "localhost"],
    ...overrides,
    lines,
    taken: () => taken,
  };
}
