import { defineConnector } from "../define.ts";
import { wmsGuide } from "../profiles/wms-guide.ts";
import { checkWms, wmsOperations } from "../profiles/wms-operations.ts";
import type { WmsPartner } from "../profiles/wms-partner.ts";
import {
  pathsFromSettings,
  WMS_PATH_SETTINGS,
  type WmsPathKey,
  wmsSettings,
} from "../profiles/wms-settings.ts";

const partner: WmsPartner<WmsPathKey> = {
  paths: pathsFromSettings,
  headers: () => ({}),
  sendsDepot: true,
  certainty: "assumed",
};

export const fisoftWms = defineConnector({
  id: "fisoft-wms",
  name: "FISoft WMS",
  article: "o",
  summary:
    "Depósito da FISoft: envia notas de compra e pedidos de saída, recebe conferências, expedições e inventários.",
  // A box on a pallet.
  icon: "M6 4h12v11H6zM10 4v4h4V4M3 18h18M5 18v3M12 18v3M19 18v3",
  contract: "generic",
  guide: wmsGuide("FISoft WMS"),
  transport: "rest",
  settings: [...wmsSettings("x_api_key"), ...WMS_PATH_SETTINGS],
  check: checkWms(partner),
  operations: wmsOperations(partner),
});
