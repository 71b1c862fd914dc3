import {
  startStep,
  endStep,
  openDecision,
  type StepPlace,
  type StepRow,
} from "@/db/queries/flows/steps.ts";
import type { Transaction } from "@/db/client.ts";
import type { ErrorKind } from "@/lib/core/errors.ts";
import { DrainedError, FencedError } from "../attempt.ts";
import { buildAnswer, buildRowChange } from "./build-row-change.ts";
import type { StepOutcome, TryContext } from "./define-flow.ts";
import { explainFailure } from "./explain-failure.ts";
import { type FlowAttempt, rowKey, throwIfStopped } from "./flow-attempt.ts";
import { logStep } from "./log-step.ts";
import { writeEnding, writeInAttempt } from "./write-in-attempt.ts";

/** What is tried: a step, or one item of it. */
export type Tried = {
  name: string;
  item: string;
  label: string;
  position: number;
  supporting: boolean;
};

/**
 * Keeps the journal of one step, or of one item of it: the row is written before any partner is
 * called, and again at its end. What is thrown is in the row, too.
 */
export async function recordStep(
  attempt: FlowAttempt,
  tried: Tried,
  run: (one: TryContext) => Promise<StepOutcome>,
): Promise<StepOutcome> {
  throwIfStopped(attempt);
  const { task, subject } = attempt;
  const place: StepPlace = {
    organizationId: task.organizationId,
    subjectId: subject.id,
    flow: task.flow,
    name: tried.name,
    item: tried.item,
  };
  const before = attempt.rows.get(rowKey(tried.name, tried.item));
  const row = await writeInAttempt(attempt, (tx) =>
    startStep(tx, {
      ...place,
      integrationId: task.integrationId,
      label: tried.label,
      position: tried.position,
      supporting: tried.supporting,
      taskId: task.id,
      attempt: task.attempt,
    }),
  );
  attempt.rows.set(rowKey(tried.name, tried.item), row);
  let answer: unknown;
  const works: Array<(tx: Transaction) => Promise<unknown>> = [];
  const one: TryContext = {
    uncertain: before?.begunAt != null,
    previous: before?.result ?? null,
    tries: before?.tries ?? 0,
    answer: (value) => (answer = value),
    writeAtEnd: (work) => void works.push(work),
  };
  try {
    const outcome = await run(one);
    const change = buildRowChange(attempt, outcome, answer, tried.supporting);
    await close(attempt, { place, row, works }, change, outcome);
    return outcome;
  } catch (error) {
    // Fenced off, cancelled or draining: what the row says stays true, it was begun and has no end.
    if (attempt.signal.aborted || isEngineSignal(error)) throw error;
    const { kind, reason } = explainFailure(error, attempt.secrets);
    const status =
      tried.item !== "" && isOwnMatter(kind) ? ("stuck" as const) : ("failed" as const);
    await close(
      attempt,
      { place, row, works },
      {
        status,
        tries: row.tries + 1,
        errorKind: kind,
        errorReason: reason,
        ...buildAnswer(attempt, answer),
      },
    );
    throw error;
  }
}

/** What concerns one item alone: the partner said no to it, or nonsense. */
export const isOwnMatter = (kind: ErrorKind) => kind === "rejected" || kind === "unexpected_shape";

/** Errors by which the engine itself ends an attempt. */
const isEngineSignal = (error: unknown) =>
  error instanceof FencedError || error instanceof DrainedError;

/** A try that was begun. */
interface Begun {
  place: StepPlace;
  row: StepRow;
  /** Its last writes. */
  works: ReadonlyArray<(tx: Transaction) => Promise<unknown>>;
}

/**
 * Notes how a try ended. That a step is through goes with the attempt's next write: it comes at once,
 * since nothing lies between a step and the next. An item is followed by more of its step, which may
 * call a partner, and is written by itself, and so is what stops the run.
 */
async function close(
  attempt: FlowAttempt,
  { place, row, works }: Begun,
  change: Partial<StepRow>,
  outcome?: StepOutcome,
): Promise<void> {
  attempt.ending = {
    write: async (tx) => {
      for (const work of works) await work(tx);
      await endStep(tx, place, change);
      if (outcome?.outcome === "stuck" && outcome.decision)
        await openQuestion(tx, attempt, outcome.decision);
    },
    written: () => logStep(attempt, row, change),
  };
  attempt.rows.set(rowKey(row.name, row.item), { ...row, ...change });
  const isThrough = outcome?.outcome === "done" || outcome?.outcome === "skipped";
  if (place.item !== "" || !isThrough) await writeEnding(attempt);
}

function openQuestion(
  tx: Transaction,
  { task, subject }: FlowAttempt,
  decision: Extract<StepOutcome, { outcome: "stuck" }>["decision"] & object,
): Promise<void> {
  const { kind, question, facts, options } = decision;
  return openDecision(tx, {
    organizationId: task.organizationId,
    integrationId: task.integrationId,
    subjectId: subject.id,
    kind,
    question,
    facts: facts ?? [],
    options: options ?? [],
  });
}
