import type { OpenDatabase } from "@/db/client.ts";
import type { SecretKey } from "@/lib/secrets.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import type { FileStore } from "./file-store.ts";
import type { SendMail } from "./mail.ts";
import type { FlowModule } from "./flows/define-flow-module.ts";

/**
 * How long the engine waits before it tries a partner again: one entry a try, in seconds; after the
 * last it gives up.
 */
export interface RetryPolicy {
  /** The partner is down, slow, or asked to wait. About an hour in all. */
  temporary: readonly number[];
  /**
   * The partner refused the credentials, or answered with something strange: once may be its own
   * bad moment. A few tries some minutes apart, since more would lock the account. Absent = none.
   */
  doubtful?: readonly number[];
  /** Our own fault (a full disk, a defect): a few quick tries, then a person must look. */
  internal: readonly number[];
  /** Each delay grows by up to this share at random, so that a thousand tasks do not come back at once. */
  jitter: number;
}

export const RETRY_POLICY: RetryPolicy = {
  temporary: [10, 20, 40, 80, 160, 300, 600, 900, 900, 900],
  doubtful: [60, 180, 600],
  internal: [5, 30],
  jitter: 0.25,
};

/** All that an attempt at a task needs of the process it runs in. */
export interface Engine {
  database: OpenDatabase;
  registry: readonly Connector[];
  /** Flows that join several systems, by connector. */
  flowModules: readonly FlowModule[];
  store: FileStore;
  keys: readonly SecretKey[];
  /** Private addresses that connectors may call all the same. */
  allowPrivate: readonly string[];
  retry: RetryPolicy;
  /** null = no mail server is configured. */
  mail: SendMail | null;
  /** Address under which people open the hub; empty when it is not known. */
  publicUrl: string;
  now: () => Date;
  /** false while this machine's clock cannot be trusted: schedules are left to other processes. */
  mayDecide?: () => boolean;
  /** Told of what went wrong outside any task; never holds data of one. */
  report?: (error: unknown) => void;
  /** Aborted when the process is to stop: an attempt ends at its next file and another process goes on. */
  draining: AbortSignal;
}

/** The connector of this id; undefined when it is no longer offered. */
export function findConnectorOf(
  engine: Pick<Engine, "registry">,
  id: string,
): Connector | undefined {
  return engine.registry.find((connector) => connector.id === id);
}
