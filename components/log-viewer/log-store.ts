import type { LogRange, LogRow } from "@/lib/admin/logs/read-logs.ts";

/** Reads `count` lines from number `from`. */
export type ReadRange = (from: number, count: number) => Promise<LogRange>;

/**
 * A window on a log of any length: what is looked at is read in chunks by number, what was left
 * behind is forgotten.
 */
export interface LogStore {
  first(): number;
  last(): number;
  /** undefined = not read yet; null = the line is gone (retention). */
  line(number: number): LogRow | null | undefined;
  /** Says which lines are looked at; the latest call wins. */
  want(from: number, to: number): void;
  /** Takes in lines that the stream brought. */
  add(range: LogRange): void;
  error(): unknown;
  retry(): void;
  subscribe(listener: () => void): () => void;
  version(): number;
}

export const CHUNK = 500;
/** 40,000 lines stay in memory, whatever the log's length. */
const MOST_CHUNKS = 80;
const AT_ONCE = 2;

interface Chunk {
  lines: Map<number, LogRow>;
  /** Everything up to here was read: what is missing below it is gone. */
  readTo: number;
}

/** Makes the store of one log from what the server already read. */
export function createLogStore(initial: LogRange, read: ReadRange): LogStore {
  let bounds = { first: initial.first, last: initial.last };
  const chunks = new Map<number, Chunk>();
  const loading = new Set<number>();
  const listeners = new Set<() => void>();
  let wanted: { from: number; to: number } | null = null;
  let failure: unknown = null;
  let version = 0;

  const chunkOf = (number: number) => Math.floor(number / CHUNK);
  function changed() {
    version += 1;
    for (const listener of listeners) listener();
  }
  function open(index: number): Chunk {
    const chunk = chunks.get(index) ?? { lines: new Map<number, LogRow>(), readTo: -1 };
    // Newest use last: the map's order is the order of forgetting.
    chunks.delete(index);
    chunks.set(index, chunk);
    return chunk;
  }
  function put(range: LogRange) {
    bounds = { first: range.first, last: Math.max(bounds.last, range.last) };
    for (const line of range.lines) open(chunkOf(line.number)).lines.set(line.number, line);
    const keep = wanted ? [chunkOf(wanted.from), chunkOf(wanted.to)] : [];
    for (const index of chunks.keys()) {
      if (chunks.size <= MOST_CHUNKS) break;
      if (!keep.includes(index) && index !== chunkOf(bounds.last)) chunks.delete(index);
    }
  }
  function isMissing(index: number, from: number, to: number): boolean {
    const chunk = chunks.get(index);
    const low = Math.max(from, bounds.first, index * CHUNK);
    const high = Math.min(to, bounds.last, index * CHUNK + CHUNK - 1);
    if (!chunk) return low <= high;
    for (let number = low; number <= high; number++)
      if (number > chunk.readTo && !chunk.lines.has(number)) return true;
    return false;
  }
  function pump() {
    if (!wanted || failure) return;
    for (
      let index = chunkOf(wanted.from);
      index <= chunkOf(wanted.to) && loading.size < AT_ONCE;
      index++
    ) {
      if (!loading.has(index) && isMissing(index, wanted.from, wanted.to)) void load(index);
    }
  }
  async function load(index: number) {
    loading.add(index);
    try {
      const range = await read(index * CHUNK, CHUNK);
      put(range);
      const chunk = open(index);
      chunk.readTo = Math.max(chunk.readTo, Math.min(index * CHUNK + CHUNK - 1, range.last));
    } catch (error) {
      failure = error;
    } finally {
      loading.delete(index);
      changed();
    }
    pump();
  }
  put(initial);

  return {
    first: () => bounds.first,
    last: () => bounds.last,
    line(number) {
      const chunk = chunks.get(chunkOf(number));
      return chunk?.lines.get(number) ?? (chunk && number <= chunk.readTo ? null : undefined);
    },
    want(from, to) {
      wanted = { from, to };
      pump();
    },
    add(range) {
      put(range);
      changed();
      pump();
    },
    error: () => failure,
    retry() {
      failure = null;
      changed();
      pump();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}
