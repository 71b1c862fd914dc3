import { defineConnector } from "../define.ts";
import { wmsGuide } from "../profiles/wms-guide.ts";
import { checkWms, wmsOperations } from "../profiles/wms-operations.ts";
import type { WmsPartner } from "../profiles/wms-partner.ts";
import { pathsFromSettings, WMS_PATH_SETTINGS, wmsSettings } from "../profiles/wms-settings.ts";

const partner: WmsPartner = { paths: pathsFromSettings, headers: () => ({}), sendsDepot: true };

export const linxWms = defineConnector({
  id: "linx-wms",
  name: "Linx WMS",
  summary:
    "Depósito da Linx: envia notas de compra e pedidos de saída, recebe conferências, expedições e inventários.",
  contract: "generic",
  guide: wmsGuide("Linx WMS"),
  transport: "rest",
  settings: [...wmsSettings("basic"), ...WMS_PATH_SETTINGS],
  check: checkWms(partner),
  operations: wmsOperations(partner),
});
