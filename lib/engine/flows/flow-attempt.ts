import type { EngineIntegration } from "@/db/queries/integrations/integrations-for-engine.ts";
import type { StepRow } from "@/db/queries/flows/steps.ts";
import type { SubjectRow } from "@/db/queries/flows/subjects.ts";
import type { TaskRow } from "@/db/queries/tasks/tasks.ts";
import { DrainedError } from "../attempt.ts";
import type { Engine } from "../engine.ts";
import type { LogWriter } from "../log-writer.ts";
import type { Flow } from "./define-flow.ts";
import type { FlowContext } from "./flow-context.ts";
import type { OpenedEnvironments } from "./open-environments.ts";
import type { Ending } from "./write-in-attempt.ts";

/** A claimed run of a flow: a task that carries a subject. */
export type RunRow = TaskRow & { subjectId: number; flow: string };

/** One attempt at carrying a subject. `task` is as claimed: its attempt number is the fence. */
export interface FlowAttempt {
  engine: Engine;
  task: RunRow;
  integration: EngineIntegration;
  flow: Flow;
  /** As it stands now: `save` keeps its facts current. */
  subject: SubjectRow;
  /** The journal, by {@link rowKey}; kept current as steps begin and end. */
  rows: Map<string, StepRow>;
  /** Name of the step that was begun last. */
  current: string | null;
  /** How the last step ended, until the next write of the attempt takes it along. */
  ending: Ending | null;
  ctx: FlowContext;
  environments: OpenedEnvironments;
  log: LogWriter;
  /** Values in use that must never be written. */
  secrets: readonly string[];
  /** Stop now: cancelled, fenced off, or the process ends. */
  signal: AbortSignal;
}

export const rowKey = (name: string, item = "") => `${name}\u0000${item}`;

/** Between two effects: ends the attempt if it should not go on. */
export function throwIfStopped(attempt: Pick<FlowAttempt, "engine" | "signal">): void {
  attempt.signal.throwIfAborted();
  if (attempt.engine.draining.aborted) throw new DrainedError();
}
