import { defineStandIn } from "../control/define-stand-in.ts";
import { startRestLote } from "../rest-lote/start-rest-lote.ts";
import type { LotPlayer } from "../rest-lote/start-rest-lote.ts";
import { firstOrders, NEEDS, quoteNeeds } from "./quote-needs.ts";

/**
 * The purchasing portal: each lot of needs is quoted at once, and the order is there to be fetched,
 * in place of the first ones. Forgotten at a restart, since it follows from what is sent.
 */
function makePlayer(): LotPlayer {
  let orders = firstOrders();
  let quotes = 0;
  return {
    id: "webcompras",
    name: "WebCompras",
    token: "webcompras-modelo",
    header: "bearer",
    head: { cnpj_comprador: "" },
    resources: { necessidades: NEEDS },
    pulls: { pedidos: () => orders },
    onTaken: (_resource, cnpj, records) => {
      const quoted = quoteNeeds(`WC-${101 + quotes}`, cnpj, records, new Date());
      if (quoted) orders = [...(quotes++ === 0 ? [] : orders), quoted];
    },
    onReset: () => {
      quotes = 0;
      orders = firstOrders();
    },
  };
}

export const standIn = defineStandIn({
  port: 30,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startRestLote({ port, folder }, makePlayer()),
  connector: {
    operation: "needs",
    collects: "orders",
    credential: "token",
    doubled: "",
    settings: (webcompras) => ({
      url_base: webcompras.url,
      token: webcompras.token,
      cnpj_comprador: "41902377000113",
    }),
    demo: {
      place: 14,
      description: "WebCompras – cotação com distribuidoras",
      intervalMinutes: 120,
    },
  },
});
