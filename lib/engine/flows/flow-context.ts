import type { Database, Queryable } from "@/db/client.ts";
import type { ConnectorContext, SettingReader } from "@/lib/connectors/define.ts";
import type { HttpTransport } from "@/lib/connectors/transports/types.ts";
import type { Login, Session, SignedIn } from "./open-session.ts";
import type { RunRequest, RunRequested } from "./start-run.ts";

/** How a partner is asked for a token, over a line that even a rehearsal lets through: it writes nothing. */
export type SignIn = (http: HttpTransport, login: Login) => Promise<SignedIn>;

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
  /**
   * A token of hours for who has a login here, fetched once for all processes by what the module says;
   * null without a login.
   */
  session: ((signIn: SignIn) => Session) | null;
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

/** What the work of a module may touch, whatever called it. */
export interface FlowContext {
  organization: ConnectorContext["organization"];
  integrationId: number;
  settings: SettingReader<string>;
  db: Database;
  environments: Environments;
  log: ConnectorContext["log"];
  signal: AbortSignal;
  now(): Date;
  /** Asks for a run of a flow, in the caller's transaction. A run that is under way already is woken instead. */
  startRun(
    tx: Queryable,
    request: Pick<RunRequest, "subjectId" | "flow" | "startAfter">,
  ): Promise<RunRequested>;
}
