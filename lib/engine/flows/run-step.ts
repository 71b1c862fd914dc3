import { PartnerError } from "@/lib/core/errors.ts";
import {
  type Step,
  type StepContext,
  type StepOutcome,
  stuck,
  type TryContext,
} from "./define-flow.ts";
import { explainFailure } from "./explain-failure.ts";
import { type FlowAttempt, rowKey } from "./flow-attempt.ts";
import { makeStepContext } from "./make-step-context.ts";
import { isOwnMatter, recordStep, type Tried } from "./record-step.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** Runs one step of a flow with all its items. */
export async function runStep(
  attempt: FlowAttempt,
  step: Step,
  position: number,
): Promise<StepOutcome> {
  attempt.current = step.name;
  const { name, label } = step;
  const supporting = step.supporting ?? false;
  return recordStep(attempt, { name, item: "", label, position, supporting }, async (one) => {
    const open: OpenItems = { stuck: [], waiting: [] };
    const context = makeStepContext(attempt, one, (item, itemLabel, run) =>
      runItem(attempt, { name, item, label: itemLabel, position, supporting }, run, open),
    );
    const outcome = await step.run(context);
    const content = outcome.outcome === "done" || outcome.outcome === "skipped";
    // The rest went through; what did not must not be forgotten because the step itself was content.
    if (content && open.stuck[0] !== undefined) {
      return stuck(
        open.stuck.length === 1
          ? open.stuck[0]
          : `${formatCount(open.stuck.length, "item com erro", "itens com erro")}. Primeiro motivo: ${open.stuck[0]}`,
      );
    }
    const [first] = open.waiting.sort((a, b) => a.until.getTime() - b.until.getTime());
    return content && first ? first : outcome;
  });
}

/** Items of a step that did not get through, and those that wait for time to pass. */
interface OpenItems {
  stuck: string[];
  waiting: Array<Extract<StepOutcome, { outcome: "wait" }>>;
}

async function runItem(
  attempt: FlowAttempt,
  tried: Tried,
  run: (one: TryContext) => Promise<StepOutcome>,
  open: OpenItems,
): ReturnType<StepContext["item"]> {
  if (tried.item === "") throw new Error("an item needs a key");
  const before = attempt.rows.get(rowKey(tried.name, tried.item));
  if (before?.status === "done" || before?.status === "skipped")
    return { status: before.status, result: before.result };
  let outcome: StepOutcome;
  try {
    outcome = await recordStep(attempt, tried, run);
  } catch (error) {
    if (!(error instanceof PartnerError) || !isOwnMatter(error.kind)) throw error;
    open.stuck.push(`${tried.label}: ${explainFailure(error, attempt.secrets).reason}`);
    return { status: "stuck", result: null };
  }
  if (outcome.outcome === "done") return { status: "done", result: outcome.result };
  if (outcome.outcome === "skipped" || outcome.outcome === "ended")
    return { status: "skipped", result: null };
  if (outcome.outcome === "wait") open.waiting.push(outcome);
  else open.stuck.push(`${tried.label}: ${outcome.reason}`);
  return { status: "stuck", result: null };
}
