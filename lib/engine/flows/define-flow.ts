import type { Transaction } from "@/db/client.ts";
import type { ErrorKind } from "@/lib/core/errors.ts";
import type { FlowContext } from "./flow-context.ts";

/** The thing a flow carries, as the step finds it. */
export interface FlowSubject {
  id: number;
  kind: string;
  /** Its id where it was born: the Hub's reservation id. */
  key: string;
  title: string;
  facts: Readonly<Record<string, unknown>>;
  announcedAt: Date | null;
}

/** What only a person may decide. At most one of a kind is open for a subject. */
export interface NewDecision {
  kind: string;
  question: string;
  /** What the screen sets side by side; no personal data. */
  facts?: unknown;
  options?: Array<{ key: string; label: string; danger?: boolean }>;
}

/**
 * How a step ended. What it throws instead decides by its kind: temporary ones are tried again later,
 * `auth` pauses the environment that was called last, the rest waits for a person.
 */
export type StepOutcome<Result = unknown> =
  | { outcome: "done"; result: Result; note: string | null }
  | { outcome: "skipped"; note: string }
  /** Looked at again at `until`; the step runs anew then. */
  | { outcome: "wait"; until: Date; note: string }
  /** A person must act: `reason` says what happened and what to do. */
  | { outcome: "stuck"; reason: string; kind: ErrorKind; decision: NewDecision | null }
  /** Stands until a person releases it (a burst brake). */
  | { outcome: "held"; reason: string }
  /** There is nothing more to carry: the rest of the flow does not run, and that is in order. */
  | { outcome: "ended"; note: string };

/** `result` is kept as JSON for later steps and for the next try of this one. */
export function done(): StepOutcome<null>;
export function done<Result>(result: Result, note?: string | null): StepOutcome<Result>;
export function done(result: unknown = null, note: string | null = null): StepOutcome {
  return { outcome: "done", result, note };
}
export const skipped = (note: string): StepOutcome<never> => ({ outcome: "skipped", note });
export const waitUntil = (until: Date, note: string): StepOutcome<never> => ({
  outcome: "wait",
  until,
  note,
});
export const stuck = (
  reason: string,
  decision: NewDecision | null = null,
  kind: ErrorKind = "rejected",
): StepOutcome<never> => ({ outcome: "stuck", reason, kind, decision });
export const held = (reason: string): StepOutcome<never> => ({ outcome: "held", reason });
export const ended = (note: string): StepOutcome<never> => ({ outcome: "ended", note });

/** A file that the flow carried; it becomes a file of the run, to be downloaded like any other. */
export interface CarriedFile {
  /** Unique within the run; no personal data. */
  name: string;
  contentType: string;
  body: AsyncIterable<Uint8Array>;
}

/** It is in the store, and its row is *Pendente* until `delivered`. */
export interface StoredCarriedFile {
  sha256: string;
  bytes: number;
  read(): Promise<Uint8Array>;
  /** The partner has it: the row becomes *Concluída*. */
  delivered(receipt: string | null): Promise<void>;
}

/** What one try of a step (or of one of its items) knows of the tries before. */
export interface TryContext {
  /** An earlier try may have reached the partner and its answer was lost: look before anything is created. */
  uncertain: boolean;
  /** What an earlier try of it left as its result. */
  previous: unknown;
  /** How often it was tried before without getting through. */
  tries: number;
  /** Notes the partner's answer in the journal; it is redacted and cut. */
  answer(value: unknown): void;
  /**
   * A last write, after which no partner is called any more: it goes with the note of how the try ended,
   * whichever way it did.
   */
  writeAtEnd(work: (tx: Transaction) => Promise<unknown>): void;
}

/** Everything a step may touch. Every write is refused once a newer attempt has the run. */
export interface StepContext extends FlowContext, TryContext {
  taskId: number;
  subject: FlowSubject;
  /** What stands after the colon of the run's flow: `vendida` of `situation:vendida`; "" when there is none. */
  parameter: string;
  /** The result an earlier step of this run's flow left; null when it left none. */
  resultOf<Result>(step: Step<Result>): Result | null;
  /** Merges into the subject's facts (and title) at once. */
  save(facts: Record<string, unknown>, title?: string): Promise<void>;
  /** The same as a last write of the step: see `writeAtEnd`. */
  saveAtEnd(facts: Record<string, unknown>, title?: string): void;
  /** A transaction of one's own rows that commits only while this attempt is the newest. */
  write<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * One of several effects of the step (a document, a contract, a commission), with a journal row of its own.
   * What is done is not run again: its result comes back. A refused one is noted and the rest goes on; the
   * step then ends as stuck (or waiting) by itself. Temporary failures and lost credentials end the
   * step, to be tried again.
   */
  item(
    key: string,
    label: string,
    run: (one: TryContext) => Promise<StepOutcome>,
  ): Promise<{ status: "done" | "skipped" | "stuck"; result: unknown }>;
  /** Streams a file into the store as a file of this run; made again after a crash it takes its place. */
  saveFile(file: CarriedFile): Promise<StoredCarriedFile>;
}

/** One effect of a flow on one system. It looks before it creates. `Result` is what it leaves for later steps. */
export interface Step<Result = unknown> {
  name: string;
  /** What the person reads: "Cadastrar titular no terminal". */
  label: string;
  /** Where it acts, for the drawing of the journal. */
  system: "hub" | "terminal" | "sienge" | "enlace";
  /** Runs after the main line and is retried by itself: what fails here holds up nothing else. */
  supporting?: true;
  run(ctx: StepContext): Promise<StepOutcome<Result>>;
}

/** A list of steps in reading order. */
export interface Flow {
  label: string;
  steps: readonly Step[];
}

/** Declares a flow and checks what types cannot. */
export function defineFlow(flow: Flow): Flow {
  const names = flow.steps.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw new Error(`${flow.label}: two steps of one name`);
  const firstSupporting = flow.steps.findIndex(({ supporting }) => supporting);
  if (
    firstSupporting >= 0 &&
    flow.steps.slice(firstSupporting).some(({ supporting }) => !supporting)
  )
    throw new Error(`${flow.label}: supporting steps stand after the main line`);
  return flow;
}
