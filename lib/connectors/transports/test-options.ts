import type { LogLevel } from "@/lib/core/log-level.ts";
import type { KnownHosts, SftpOptions } from "./options.ts";

/** Options for the transports' tests: what was logged, how many turns of the budget were taken, loopback allowed. */
export function testOptions(overrides: Partial<SftpOptions> = {}): SftpOptions & {
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
    knownHosts: rememberHosts(),
    ...overrides,
    lines,
    taken: () => taken,
  };
}

/** Known hosts of one test, in memory. */
export function rememberHosts(): KnownHosts {
  const known = new Map<string, string>();
  return {
    claim: async (host, port, fingerprint) => {
      const place = `${host}:${port}`;
      if (!known.has(place)) known.set(place, fingerprint);
      return known.get(place)!;
    },
    save: async (host, port, fingerprint) => void known.set(`${host}:${port}`, fingerprint),
  };
}
