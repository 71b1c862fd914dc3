import { audit } from "@/lib/connectors/audit/index.ts";
import { boavista } from "@/lib/connectors/boavista/index.ts";
import { cosmos } from "@/lib/connectors/cosmos/index.ts";
import type { Connector } from "@/lib/connectors/define.ts";
import { dito } from "@/lib/connectors/dito/index.ts";
import { iqvia } from "@/lib/connectors/iqvia/index.ts";
import { iqviaApi } from "@/lib/connectors/iqvia-api/index.ts";
import { propz } from "@/lib/connectors/propz/index.ts";
import { proffer } from "@/lib/connectors/proffer/index.ts";
import { scanntech } from "@/lib/connectors/scanntech/index.ts";
import { smarket } from "@/lib/connectors/smarket/index.ts";
import { controlShop } from "@/lib/connectors/control-shop/index.ts";
import { ligo } from "@/lib/connectors/ligo/index.ts";
import { linkedFarma } from "@/lib/connectors/linked-farma/index.ts";
import { pricefy } from "@/lib/connectors/pricefy/index.ts";
import { exactWms } from "@/lib/connectors/exact-wms/index.ts";
import { linxWms } from "@/lib/connectors/linx-wms/index.ts";
import { delageWms } from "@/lib/connectors/delage-wms/index.ts";
import { fisoftWms } from "@/lib/connectors/fisoft-wms/index.ts";
import { sngpc } from "@/lib/connectors/sngpc/index.ts";
import { unifabra } from "@/lib/connectors/unifabra/index.ts";
import { multiCv } from "@/lib/multi-cv/connector.ts";
import { webcompras } from "@/lib/connectors/webcompras/index.ts";
import { naapyes } from "@/lib/connectors/naapyes/index.ts";
import { trivio } from "@/lib/connectors/trivio/index.ts";

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
