import type { Transaction } from "@/db/client.ts";
import type { EngineIntegration } from "@/db/queries/integrations/integrations-for-engine.ts";
import { lockTask, type TaskRow } from "@/db/queries/tasks/tasks.ts";
import type { Connector, Operation, Rejection, TaskContext } from "@/lib/connectors/define.ts";
import type { DayReads } from "./day-reads.ts";
import type { EchoMask } from "./echo-mask.ts";
import type { Engine } from "./engine.ts";
import type { LogWriter } from "./log-writer.ts";

export type Refused = Rejection & { branchId?: number | undefined; day?: string | undefined };

/** One attempt at a task. `task` is as claimed: its attempt number is the fence. */
export interface Attempt {
  engine: Engine;
  task: TaskRow;
  integration: EngineIntegration;
  connector: Connector;
  operation: Operation;
  ctx: TaskContext<string>;
  log: LogWriter;
  /** Values in use that must never be written. */
  secrets: readonly string[];
  /** What the file that is being delivered tells about people, to be kept out of what is written. */
  echo: EchoMask;
  /** Days it read and that are not noted yet. */
  reads: DayReads;
  /** Stop now: cancelled, fenced off, or the process ends. */
  signal: AbortSignal;
  /** Records that our own check refused and that are not stored yet. */
  refused: Refused[];
  /** Files this attempt got an answer for: progress, after which waiting starts from the shortest delay again. */
  answered: number;
  /** What the connector wants the notice of this task to say. */
  notices: string[];
}

/** A newer attempt, a cancellation or a reprocess took the task away: this one ends without a word. */
export class FencedError extends Error {
  constructor() {
    super("this attempt is no longer the newest");
    this.name = "FencedError";
  }
}

/** The process is stopping: what is left goes on elsewhere. */
export class DrainedError extends Error {
  constructor() {
    super("the process is stopping");
    this.name = "DrainedError";
  }
}

/** The one way an attempt writes: in a transaction that holds the task while it is still this attempt's. */
export function inFence<Result>(
  attempt: Pick<Attempt, "engine" | "task">,
  work: (tx: Transaction) => Promise<Result>,
  options: { anyStatus?: boolean } = {},
): Promise<Result> {
  return attempt.engine.database.db.transaction(async (tx) => {
    if (!(await lockTask(tx, attempt.task, options))) throw new FencedError();
    return work(tx);
  });
}

/** Between two steps: ends the attempt if it should not go on. */
export function throwIfStopped(attempt: Attempt): void {
  attempt.signal.throwIfAborted();
  if (attempt.engine.draining.aborted) throw new DrainedError();
}
