import { setTimeout as sleep } from "node:timers/promises";

interface RunOptions {
  /** Whose story it is, for the line that reports a stop. */
  name: string;
  signal: AbortSignal;
  pauseMs?: number;
  report?: (line: string) => void;
}

/**
 * Runs a story of the demo to its end. On a busy machine one late answer stops it: it starts again and
 * skips what it finds done, so `story` must be safe to repeat. Ends without an error when aborted.
 */
export async function runStory(
  story: () => Promise<void>,
  { name, signal, pauseMs = 5_000, report = console.error }: RunOptions,
): Promise<void> {
  let last = "";
  while (!signal.aborted) {
    try {
      return await story();
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      // The same reason every few seconds would bury the address of the demo.
      if (reason !== last) report(`A história do ${name} parou e vai recomeçar: ${reason}`);
      last = reason;
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
