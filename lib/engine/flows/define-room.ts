import type { Database, Queryable } from "@/db/client.ts";
import type { ConnectorContext } from "../../connectors/define.ts";
import type { HttpTransport } from "../../connectors/transports/types.ts";
import type { Flow } from "./define-flow.ts";
import type { RunRequest, RunRequested } from "./start-run.ts";

/** A system that the flow joins, decrypted, with a way to call it that keeps its limits. */
export interface Environment {
  id: number;
  /** `hub`, `a`, `sienge` … */
  code: string;
  kind: "cv" | "sienge";
  name: string;
  /** Origin without a path. */
  baseUrl: string;
  /** Sienge's subdomain. */
  tenant: string;
  userName: string;
  secret: string;
  siengeEnvironmentId: number | null;
  settings: Readonly<Record<string, unknown>>;
  /**
   * Calls this system within its shared budget (200 a minute a tenant) and its daily quota, one log line a
   * call. A 429 holds everybody's calls to it; a success notes "last success".
   */
  http: HttpTransport;
}

/**
 * The integration's environments. Both throw a `settings` failure for what is not registered; asking for
 * one that is paused holds the subject (or ends a pass with that reason) until it is released.
 */
export interface Environments {
  byCode(code: string): Environment;
  byId(id: number): Environment;
  /** Those that are not paused. */
  list(): readonly Environment[];
}

/** What the work of a room may touch, whatever called it. */
export interface RoomContext {
  organization: ConnectorContext["organization"];
  integrationId: number;
  settings: ConnectorContext["settings"];
  db: Database;
  environments: Environments;
  log: ConnectorContext["log"];
  signal: AbortSignal;
  now(): Date;
  /** Asks for a run of a flow, in the caller's transaction. A run that is under way already is woken instead. */
  startRun(tx: Queryable, request: Pick<RunRequest, "subjectId" | "flow" | "startAfter">): Promise<RunRequested>;
}

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
export interface Notice {
  key: string;
  source: string;
  events: readonly ReceivedEvent[];
  /** When the first of them arrived. */
  announcedAt: Date;
}

/** How a room reads messages. */
export interface EventHandler {
  /** What it speaks of, e.g. `cv:hub:7367`; null = nothing of ours. Pure and quick; it never throws. */
  keyOf(event: ReceivedEvent): string | null;
  /** Re-reads the truth and starts what follows. Returns one sentence; throws a PartnerError to be called again later. */
  handle(ctx: RoomContext, notice: Notice): Promise<string>;
}

/** A look over everything, on the integration's schedule; returns how many things it looked at. */
export type Pass = (ctx: RoomContext & { taskId: number }) => Promise<number>;

/** What a room brings to the engine for one connector. */
export interface FlowRoom {
  /** Id of the connector whose operations these are. */
  connector: string;
  /** Operation (kind `subject`) → flow. */
  flows: Readonly<Record<string, Flow>>;
  /** Operation (kind `pass`) → work. */
  passes: Readonly<Record<string, Pass>>;
  events: EventHandler;
}
