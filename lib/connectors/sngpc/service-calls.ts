import type { ConnectorContext, StoredFile } from "../define.ts";
import type { Verdict } from "./read-answer.ts";
import type { AddressKey } from "./service-address.ts";

/** The settings that a call to Anvisa goes by. */
export type ServiceKey = AddressKey | "usuario" | "senha" | "hash_sobre";

/** What both transports of Anvisa can do. */
export interface SngpcService {
  /** Proves user and password. */
  check: (ctx: ConnectorContext<ServiceKey>) => Promise<void>;
  /** Hands a file over and returns the protocol of its reception. */
  send: (ctx: ConnectorContext<ServiceKey>, file: StoredFile, xml: Uint8Array) => Promise<string>;
  /** What became of a received file; null when the service does not know it. */
  ask: (
    ctx: ConnectorContext<ServiceKey>,
    file: StoredFile,
    receipt: string,
  ) => Promise<Verdict | null>;
  /** The protocol that a file would have if it had arrived; null when that cannot be told. */
  lookFor: (ctx: ConnectorContext<ServiceKey>, file: StoredFile, xml: Uint8Array) => string | null;
}
