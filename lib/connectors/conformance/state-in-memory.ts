import type { ConnectorState } from "../define.ts";

/** What a bench's integration remembers: hand the same map to two benches to run one after the other. */
export type RememberedState = Map<string, { value: string; expiresAt: Date | null }>;

/** The memory of an integration without a database. */
export function stateInMemory(remembered: RememberedState, now: () => Date): ConnectorState {
  const read = (key: string): string | null => {
    const found = remembered.get(key);
    return found && (found.expiresAt === null || found.expiresAt > now()) ? found.value : null;
  };
  const write = (key: string, value: string | null, expiresAt: Date | undefined) => {
    if (value === null) remembered.delete(key);
    else remembered.set(key, { value, expiresAt: expiresAt ?? null });
  };
  return {
    get: async (key) => read(key),
    getMany: async (keys) =>
      new Map(
        keys.flatMap((key) => {
          const value = read(key);
          return value === null ? [] : [[key, value] as const];
        }),
      ),
    set: async (key, value, options = {}) => write(key, value, options.expiresAt),
    compareAndSet: async (key, expected, value, options = {}) => {
      if (read(key) !== expected) return false;
      write(key, value, options.expiresAt);
      return true;
    },
  };
}
