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

export const delageWms = defineConnector({
  id: "delage-wms",
  name: "Delage WMS",
  article: "o",
  summary:
    "Depósito da Delage: envia notas de compra e pedidos de saída, recebe conferências, expedições e inventários.",
  // A lorry at the dock.
  icon: "M2 6h11v10H2zM13 9h4l4 4v3h-8M7.5 18a1.8 1.8 0 1 1-3.6 0 1.8 1.8 0 0 1 3.6 0zM18.5 18a1.8 1.8 0 1 1-3.6 0 1.8 1.8 0 0 1 3.6 0z",
  contract: "generic",
  guide: wmsGuide("Delage WMS"),
  transport: "rest",
  settings: [...wmsSettings("bearer"), ...WMS_PATH_SETTINGS],
  check: checkWms(partner),
  operations: wmsOperations(partner),
});
