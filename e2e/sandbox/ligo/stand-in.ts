import { defineStandIn } from "../control/define-stand-in.ts";
import { startRestLote } from "../rest-lote/start-rest-lote.ts";
import type { LotPlayer } from "../rest-lote/start-rest-lote.ts";
import { AVAILABLE, BOUGHT, CONTACTS } from "../rest-lote/contact-contract.ts";

/** The account is made up and opens nothing else; an empty code accepts any. */
const PLAYER: LotPlayer = {
  id: "ligo",
  name: "Ligo",
  token: "ligo-modelo",
  header: "bearer",
  head: { id_loja: "" },
  resources: { clientes: CONTACTS, compras: BOUGHT, disponibilidade: AVAILABLE },
};

export const standIn = defineStandIn({
  port: 12,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startRestLote({ port, folder }, PLAYER),
  connector: {
    operation: "purchases",
    alsoSends: ["customers", "availability"],
    credential: "token",
    doubled: "Registros repetidos",
    settings: (ligo) => ({ url_base: ligo.url, token: ligo.token }),
    demo: { place: 12, description: "Ligo – televendas", intervalMinutes: 120 },
  },
});
