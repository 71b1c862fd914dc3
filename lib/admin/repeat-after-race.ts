import { setTimeout as wait } from "node:timers/promises";
import { readDatabaseError } from "@/lib/core/read-database-error.ts";

const TRIES = 5;
const PAUSE_MS = 20;

/** The database ended one of two that waited for each other; alone it would have gone through. */
const ENDED_FOR_ANOTHER = new Set(["40001", "40P01"]);
/**
 * A row came, went, or took the place between our look and our write. Seen again it is no surprise:
 * the second run finds what the other wrote and decides with that in view.
 */
const OVERTAKEN = new Set(["23503", "23505", "23P01"]);

/** Others were in the way every time: nothing was done, and nothing about the wish is wrong. */
export class StillRacingError extends Error {
  /** What to tell the person. */
  readonly sentence =
    "Outros usuários estão alterando os mesmos dados neste momento e nada foi salvo. Aguarde alguns segundos e tente novamente.";
  constructor(cause: unknown) {
    super("other transactions were in the way every time", { cause });
    this.name = "StillRacingError";
  }
}

/**
 * Runs a whole transaction again when another one got in its way. A constraint that refuses every
 * time is no race but a defect, and is thrown as it is.
 */
export async function repeatAfterRace<Value>(transaction: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      const code = readDatabaseError(error)?.code;
      const raced = code !== undefined && (ENDED_FOR_ANOTHER.has(code) || OVERTAKEN.has(code));
      if (!raced) throw error;
      if (tries === TRIES) throw OVERTAKEN.has(code) ? error : new StillRacingError(error);
      // Not at the same moment again as the one that was in the way.
      await wait(PAUSE_MS * tries * Math.random());
    }
  }
}
