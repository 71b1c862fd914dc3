import { defineStandIn } from "../control/define-stand-in.ts";
import { startRestLote } from "../rest-lote/start-rest-lote.ts";
import type { LotPlayer } from "../rest-lote/start-rest-lote.ts";
import { PRODUCTS, SALES, STOCK } from "../rest-lote/lot-contract.ts";

/** The account is made up and opens nothing else; an empty code accepts any. */
const PLAYER: LotPlayer = {
  id: "trivio",
  name: "Trivio",
  token: "trivio-modelo",
  header: "bearer",
  head: { codigo_cliente: "4471" },
  resources: { vendas: SALES, produtos: PRODUCTS, estoque: STOCK },
};

export const standIn = defineStandIn({
  port: 6,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startRestLote({ port, folder }, PLAYER),
  connector: {
    operation: "sales",
    credential: "token",
    doubled: "Registros repetidos",
    alsoSends: ["catalogue"],
    settings: (trivio) => ({ url_base: trivio.url, token: trivio.token, ...trivio.head }),
    demo: {
      place: 8,
      description: "Trivio – vendas e estoque",
      intervalMinutes: 1440,
      run: [3, 1],
    },
  },
});
