import type { Connector } from "@/lib/connectors/define.ts";
import * as partners from "./partners.ts";

/** Every connector there is. */
export const CONNECTORS: readonly Connector[] = Object.values(partners);

/** The connector with this id; undefined when it is no longer offered. */
export function findConnector(id: string): Connector | undefined {
  return CONNECTORS.find((connector) => connector.id === id);
}
