import type { ConnectorContext } from "../define.ts";
import type { WmsHeaders } from "./wms-call.ts";
import type { WmsPaths } from "./wms-settings.ts";

/** What differs from one warehouse to another. */
export interface WmsPartner {
  paths(ctx: ConnectorContext): WmsPaths;
  headers: WmsHeaders;
  /** Whether documents carry the depot's code. */
  sendsDepot: boolean;
}
