import { defineStandIn } from "../control/define-stand-in.ts";
import { startRestLote } from "../rest-lote/start-rest-lote.ts";
import type { LotPlayer } from "../rest-lote/start-rest-lote.ts";
import { PRICES, PRODUCTS, STOCK } from "../rest-lote/lot-contract.ts";

/** The account is made up and opens nothing else; an empty code accepts any. */
const PLAYER: LotPlayer = {
  id: "control-shop",
  name: "Control Shop",
  token: "control-modelo",
  header: "bearer",
  head: { codigo_loja: "" },
  resources: { produtos: PRODUCTS, precos: PRICES, estoque: STOCK },
};

export const standIn = defineStandIn({
  port: 11,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startRestLote({ port, folder }, PLAYER),
  connector: {
    operation: "catalogue",
    credential: "token",
    doubled: "",
    settings: (shop) => ({ url_base: shop.url, token: shop.token }),
    demo: { place: 13, description: "Control Shop – cadastro e preços", intervalMinutes: 120 },
  },
});
