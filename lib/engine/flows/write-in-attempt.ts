import type { Transaction } from "@/db/client.ts";
import { inFence } from "../attempt.ts";
import type { FlowAttempt } from "./flow-attempt.ts";

/** How a step ended, while it is not written yet. */
export interface Ending {
  write(tx: Transaction): Promise<void>;
  /** Called once it is written. */
  written(): void;
}

type Writing = Pick<FlowAttempt, "engine" | "task" | "ending">;

/**
 * The one way a flow's attempt writes: within its fence, and with the end of the step before, which so
 * needs no transaction of its own. What failed to be written stays to be written.
 */
export async function writeInAttempt<Result>(
  attempt: Writing,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const { ending } = attempt;
  attempt.ending = null;
  try {
    const result = await inFence(attempt, async (tx) => {
      await ending?.write(tx);
      return work(tx);
    });
    ending?.written();
    return result;
  } catch (error) {
    attempt.ending ??= ending;
    throw error;
  }
}

/** Writes how the last step ended, if it is not written yet: before anything but the next step comes. */
export async function writeEnding(attempt: Writing): Promise<void> {
  if (attempt.ending) await writeInAttempt(attempt, () => Promise.resolve());
}
