import type { Certainty } from "@/lib/core/second-sending.ts";
import type { ConnectorContext } from "../define.ts";
import type { WmsPaths } from "./wms-settings.ts";

/** What differs from one warehouse to another. `Key` names the settings that say so. */
export interface WmsPartner<Key extends string = never> {
  paths: (ctx: ConnectorContext<Key>) => WmsPaths;
  /** Headers that say which of our programs calls, where a warehouse logs them. */
  headers: (ctx: ConnectorContext<Key>) => Record<string, string>;
  /** Whether documents carry the depot's code. */
  sendsDepot: boolean;
  /** How sure its exchange is. */
  certainty: Certainty;
}
