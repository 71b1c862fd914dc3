import { audit } from "./connectors/audit/index.ts";
import { boavista } from "./connectors/boavista/index.ts";
import { cosmos } from "./connectors/cosmos/index.ts";
import type { Connector } from "./connectors/define.ts";
import { dito } from "./connectors/dito/index.ts";
import { iqvia } from "./connectors/iqvia/index.ts";
import { iqviaApi } from "./connectors/iqvia-api/index.ts";
import { propz } from "./connectors/propz/index.ts";
import { proffer } from "./connectors/proffer/index.ts";
import { scanntech } from "./connectors/scanntech/index.ts";
import { smarket } from "./connectors/smarket/index.ts";
import { controlShop } from "./connectors/control-shop/index.ts";
import { ligo } from "./connectors/ligo/index.ts";
import { linkedFarma } from "./connectors/linked-farma/index.ts";
import { pricefy } from "./connectors/pricefy/index.ts";
import { exactWms } from "./connectors/exact-wms/index.ts";
import { linxWms } from "./connectors/linx-wms/index.ts";
import { delageWms } from "./connectors/delage-wms/index.ts";
import { fisoftWms } from "./connectors/fisoft-wms/index.ts";
import { sngpc } from "./connectors/sngpc/index.ts";
import { unifabra } from "./connectors/unifabra/index.ts";
import { multiCv } from "./multi-cv/connector.ts";
import { webcompras } from "./connectors/webcompras/index.ts";
import { naapyes } from "./connectors/naapyes/index.ts";
import { trivio } from "./connectors/trivio/index.ts";

/** Every connector there is. Adding a partner is its folder and one line here. */
export const CONNECTORS: readonly Connector[] = [
  audit,
  boavista,
  cosmos,
  dito,
  iqvia,
  iqviaApi,
  propz,
  proffer,
  scanntech,
  smarket,
  sngpc,
  trivio,
  pricefy,
  linkedFarma,
  ligo,
  controlShop,
  exactWms,
  linxWms,
  delageWms,
  fisoftWms,
  unifabra,
  multiCv,
  webcompras,
  naapyes,
];

/** The connector with this id; undefined when it is no longer offered. */
export function findConnector(id: string): Connector | undefined {
  return CONNECTORS.find((connector) => connector.id === id);
}
