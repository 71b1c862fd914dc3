import type { DayRead } from "@/db/queries/tasks/task-days.ts";

/**
 * Which days of which branches an attempt read in order to send them, since it was last asked. What
 * it read is noted in the transaction that keeps what was made of it.
 */
export class DayReads {
  #open = new Map<string, DayRead>();

  /** Notes that these days are read. */
  add(read: DayRead): void {
    this.#open.set(JSON.stringify(read), read);
  }

  /** What came since the last time. */
  drain(): DayRead[] {
    const reads = [...this.#open.values()];
    this.#open.clear();
    return reads;
  }
}
