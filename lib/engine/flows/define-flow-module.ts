import type { Flow } from "./define-flow.ts";
import type { FlowContext } from "./flow-context.ts";

/** A message of a partner as it stands in the database. */
export interface ReceivedEvent {
  id: number;
  /** The code of the environment whose address was called. */
  source: string;
  /** The partner's own name of what happened, or "". */
  name: string;
  contentType: string;
  raw: Uint8Array;
  receivedAt: Date;
}

/** Several messages about one subject, taken up together: the truth is read anyway. */
export interface EventGroup {
  key: string;
  source: string;
  events: readonly ReceivedEvent[];
  /** When the first of them arrived. */
  announcedAt: Date;
}

/** How a module reads messages. */
export interface EventHandler {
  /** What it speaks of, e.g. `cv:hub:7367`; null = nothing of ours. Pure and quick; it never throws. */
  keyOf(event: ReceivedEvent): string | null;
  /**
   * Re-reads the truth and starts what follows. Returns one sentence; throws a PartnerError to be
   * called again later.
   */
  handle(ctx: FlowContext, group: EventGroup): Promise<string>;
}

/** A look over everything, on the integration's schedule; returns how many things it looked at. */
export type Pass = (ctx: FlowContext & { taskId: number }) => Promise<number>;

/** What a module brings to the engine for one connector. */
export interface FlowModule {
  /** Id of the connector whose operations these are. */
  connector: string;
  /** Operation (kind `subject`) → flow. */
  flows: Readonly<Record<string, Flow>>;
  /** Operation (kind `pass`) → work. */
  passes: Readonly<Record<string, Pass>>;
  events: EventHandler;
}
