import { defineStandIn } from "../control/define-stand-in.ts";
import { startRestLote } from "../rest-lote/start-rest-lote.ts";
import type { LotPlayer } from "../rest-lote/start-rest-lote.ts";
import { LABELS } from "../rest-lote/label-contract.ts";

/** The account is made up and opens nothing else; an empty code accepts any. */
const PLAYER: LotPlayer = {
  id: "pricefy",
  name: "Pricefy",
  token: "pricefy-modelo",
  header: "bearer",
  head: {},
  resources: LABELS,
};

export const standIn = defineStandIn({
  port: 13,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startRestLote({ port, folder }, PLAYER),
  connector: {
    operation: "prices",
    credential: "token",
    doubled: "",
    settings: (pricefy) => ({ url_base: pricefy.url, token: pricefy.token }),
    demo: { place: 11, description: "Pricefy – etiquetas e cartazes", intervalMinutes: 60 },
  },
});
