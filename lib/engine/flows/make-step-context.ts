import type { Transaction } from "@/db/client.ts";
import { saveFacts } from "@/db/queries/flows/subjects.ts";
import type { Step, StepContext, TryContext } from "./define-flow.ts";
import { type FlowAttempt, rowKey } from "./flow-attempt.ts";
import { saveFile } from "./save-file.ts";
import { parameterOf } from "./start-run.ts";
import { writeInAttempt } from "./write-in-attempt.ts";

/** What a step may use. Its items are run by whoever runs the step. */
export function makeStepContext(
  attempt: FlowAttempt,
  one: TryContext,
  runItem: StepContext["item"],
): StepContext {
  const { subject, task } = attempt;
  const write: StepContext["write"] = (work) => writeInAttempt(attempt, work);
  const store = (facts: Record<string, unknown>, title?: string) => (tx: Transaction) =>
    saveFacts(tx, task.organizationId, subject.id, facts, title);
  const keep = (facts: Record<string, unknown>, title?: string) => {
    attempt.subject = {
      ...attempt.subject,
      facts: { ...attempt.subject.facts, ...facts },
      ...(title === undefined ? {} : { title }),
    };
  };
  return {
    ...attempt.ctx,
    ...one,
    taskId: task.id,
    get subject() {
      const { id, kind, key, title, facts, announcedAt } = attempt.subject;
      return { id, kind, key, title, facts, announcedAt };
    },
    parameter: parameterOf(task.flow),
    // The row holds what that step itself returned as its result.
    resultOf: <Result>({ name }: Step<Result>) =>
      (attempt.rows.get(rowKey(name))?.result ?? null) as Result | null,
    write,
    save: async (facts, title) => {
      await write(store(facts, title));
      keep(facts, title);
    },
    saveAtEnd: (facts, title) => {
      one.writeAtEnd(store(facts, title));
      keep(facts, title);
    },
    item: runItem,
    saveFile: (file) => saveFile(attempt, file),
  };
}
