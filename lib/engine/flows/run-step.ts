import {
  beginStep,
  endStep,
  openDecision,
  type StepPlace,
  type StepRow,
} from "@/db/queries/flows/steps.ts";
import { saveFacts, updateSubject } from "@/db/queries/flows/subjects.ts";
import type { Transaction } from "@/db/client.ts";
import { type ErrorKind, PartnerError } from "@/lib/core/errors.ts";
import { redactText, redactValue } from "@/lib/core/redact.ts";
import { DrainedError, FencedError, inFence } from "../attempt.ts";
import {
  type Step,
  type StepContext,
  type StepOutcome,
  stuck,
  type TryContext,
} from "./define-flow.ts";
import { type FlowAttempt, rowKey, throwIfStopped } from "./flow-attempt.ts";
import { explainFailure } from "./explain-failure.ts";
import { keepFile } from "./keep-file.ts";
import { parameterOf } from "./start-run.ts";

const LONGEST_ANSWER = 8_000;
const LONGEST_NOTE = 1_000;

/**
 * Runs one step and keeps its journal: the row is written before any partner is called, and again
 * at its end. What is thrown is in the row, too.
 */
export async function runStep(
  attempt: FlowAttempt,
  step: Step,
  position: number,
): Promise<StepOutcome> {
  attempt.current = step.name;
  const tried = {
    name: step.name,
    item: "",
    label: step.label,
    position,
    supporting: step.supporting ?? false,
  };
  return journal(attempt, tried, async (one) => {
    const open: OpenItems = { stuck: [], waiting: [] };
    const outcome = await step.run(makeStepContext(attempt, step, position, one, open));
    const content = outcome.outcome === "done" || outcome.outcome === "skipped";
    // The rest went through; what did not must not be forgotten because the step itself was content.
    if (content && open.stuck[0] !== undefined) {
      return stuck(
        open.stuck.length === 1
          ? open.stuck[0]
          : `${open.stuck.length} itens não passaram. Primeiro motivo: ${open.stuck[0]}`,
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

type Tried = { name: string; item: string; label: string; position: number; supporting: boolean };

async function journal(
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
  const row = await inFence(attempt, async (tx) => {
    if (tried.item === "")
      await updateSubject(tx, task.organizationId, subject.id, {
        state: "running",
        taskId: task.id,
        currentStep: `${task.flow}/${tried.name}`,
        nextTryAt: null,
      });
    return beginStep(tx, {
      ...place,
      integrationId: task.integrationId,
      label: tried.label,
      position: tried.position,
      supporting: tried.supporting,
      taskId: task.id,
      attempt: task.attempt,
    });
  });
  attempt.rows.set(rowKey(tried.name, tried.item), row);
  let answer: unknown;
  const one: TryContext = {
    uncertain: before?.begunAt != null,
    previous: before?.result ?? null,
    tries: before?.tries ?? 0,
    answer: (value) => (answer = value),
  };
  try {
    const outcome = await run(one);
    await close(
      attempt,
      place,
      row,
      changeFor(attempt, outcome, answer, tried.supporting),
      outcome,
    );
    return outcome;
  } catch (error) {
    // Fenced off, cancelled or draining: what the row says stays true, it was begun and has no end.
    if (attempt.signal.aborted || isEngineSignal(error)) throw error;
    const { kind, reason } = explainFailure(error, attempt.secrets);
    const status =
      tried.item !== "" && isOwnMatter(kind) ? ("stuck" as const) : ("failed" as const);
    await close(attempt, place, row, {
      status,
      tries: row.tries + 1,
      errorKind: kind,
      errorReason: reason,
      ...answered(attempt, answer),
    });
    throw error;
  }
}

/** What concerns one item alone: the partner said no to it, or nonsense. */
const isOwnMatter = (kind: ErrorKind) => kind === "rejected" || kind === "unexpected_shape";

/** Errors by which the engine itself ends an attempt. */
const isEngineSignal = (error: unknown) =>
  error instanceof FencedError || error instanceof DrainedError;

async function close(
  attempt: FlowAttempt,
  place: StepPlace,
  row: StepRow,
  change: Partial<StepRow>,
  outcome?: StepOutcome,
): Promise<void> {
  await inFence(attempt, async (tx) => {
    await endStep(tx, place, change);
    if (outcome?.outcome === "stuck" && outcome.decision) await ask(tx, attempt, outcome.decision);
  });
  attempt.rows.set(rowKey(row.name, row.item), { ...row, ...change });
  tell(attempt, row, change);
}

function changeFor(
  attempt: FlowAttempt,
  outcome: StepOutcome,
  answer: unknown,
  supporting: boolean,
): Partial<StepRow> {
  const clear = {
    tries: 0,
    nextTryAt: null,
    errorKind: null,
    errorReason: null,
    ...answered(attempt, answer),
  };
  const say = (text: string | null) =>
    text === null ? null : redactText(text, attempt.secrets).slice(0, LONGEST_NOTE);
  switch (outcome.outcome) {
    case "done":
      return { ...clear, status: "done", result: outcome.result ?? null, note: say(outcome.note) };
    case "skipped":
      return { ...clear, status: "skipped", note: say(outcome.note) };
    // A later run looks again: what ended today may begin anew.
    case "ended":
      return { ...clear, status: supporting ? "skipped" : "pending", note: say(outcome.note) };
    case "wait":
      return { ...clear, status: "pending", nextTryAt: outcome.until, note: say(outcome.note) };
    case "held":
      return { ...clear, status: "pending", note: say(outcome.reason) };
    case "stuck":
      return {
        ...clear,
        status: "stuck",
        errorKind: outcome.kind,
        errorReason: say(outcome.reason),
        note: null,
      };
  }
}

function answered(attempt: FlowAttempt, answer: unknown): Partial<StepRow> {
  if (answer === undefined) return {};
  const clean = redactValue(answer, attempt.secrets);
  const text = JSON.stringify(clean) ?? "null";
  return {
    answer:
      text.length > LONGEST_ANSWER
        ? { cortado: text.slice(0, LONGEST_ANSWER).toWellFormed() }
        : clean,
  };
}

function tell(attempt: FlowAttempt, row: StepRow, change: Partial<StepRow>): void {
  const what = row.item === "" ? `Etapa “${row.label}”` : `${row.label}`;
  if (change.status === "done")
    attempt.log.write("info", `${what}: concluída.${change.note ? ` ${change.note}` : ""}`);
  else if (change.status === "skipped")
    attempt.log.write("info", `${what}: não foi preciso. ${change.note ?? ""}`.trim());
  else if (change.status === "pending")
    attempt.log.write("info", `${what}: em aberto. ${change.note ?? ""}`.trim());
  else
    attempt.log.write(
      change.status === "stuck" ? "error" : "warn",
      `${what}: ${change.errorReason ?? ""}`,
    );
}

function ask(
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

function makeStepContext(
  attempt: FlowAttempt,
  step: Step,
  position: number,
  one: TryContext,
  open: OpenItems,
): StepContext {
  const { subject, task } = attempt;
  const write: StepContext["write"] = (work) => inFence(attempt, work);
  return {
    ...attempt.ctx,
    ...one,
    taskId: task.id,
    get subject() {
      const { id, kind, key, title, facts, announcedAt } = attempt.subject;
      return { id, kind, key, title, facts, announcedAt };
    },
    parameter: parameterOf(task.flow),
    resultOf: <Result>(name: string) =>
      (attempt.rows.get(rowKey(name))?.result ?? null) as Result | null,
    write,
    save: async (facts, title) => {
      await write((tx) => saveFacts(tx, task.organizationId, subject.id, facts, title));
      attempt.subject = {
        ...attempt.subject,
        facts: { ...attempt.subject.facts, ...facts },
        ...(title === undefined ? {} : { title }),
      };
    },
    item: (key, label, run) =>
      runItem(
        attempt,
        { name: step.name, item: key, label, position, supporting: step.supporting ?? false },
        run,
        open,
      ),
    keepFile: (file) => keepFile(attempt, file),
  };
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
    outcome = await journal(attempt, tried, run);
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
