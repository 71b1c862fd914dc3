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

export const linxWms = defineConnector({
  id: "linx-wms",
  name: "Linx WMS",
  article: "o",
  summary:
    "Depósito da Linx: envia notas de compra e pedidos de saída, recebe conferências, expedições e inventários.",
  // A shelf of boxes.
  icon: "M3 4v16M21 4v16M3 12h18M3 20h18M6 8h4v4H6zM13 7h5v5h-5zM7 15h5v5H7z",
  contract: "generic",
  guide: wmsGuide("Linx WMS"),
  transport: "rest",
  settings: [...wmsSettings("basic"), ...WMS_PATH_SETTINGS],
  check: checkWms(partner),
  operations: wmsOperations(partner),
});
