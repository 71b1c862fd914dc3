import { defineStandIn } from "../control/define-stand-in.ts";
import { startRestLote } from "../rest-lote/start-rest-lote.ts";
import type { LotPlayer } from "../rest-lote/start-rest-lote.ts";
import { PRODUCTS, SALES, STOCK } from "../rest-lote/lot-contract.ts";

/** The account is made up and opens nothing else; an empty code accepts any. */
const PLAYER: LotPlayer = {
  id: "linked-farma",
  name: "Linked Farma (Gruppy)",
  token: "gruppy-modelo",
  header: "x_api_key",
  head: { codigo_rede: "RM", codigo_loja: "" },
  resources: { vendas: SALES, produtos: PRODUCTS, estoque: STOCK },
};

export const standIn = defineStandIn({
  port: 10,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startRestLote({ port, folder }, PLAYER),
  connector: {
    operation: "sales",
    alsoSends: ["catalogue"],
    credential: "token",
    doubled: "Registros repetidos",
    settings: (gruppy) => ({
      url_base: gruppy.url,
      token: gruppy.token,
      autenticacao: "x_api_key",
      codigo_rede: "RM",
    }),
    demo: {
      place: 7,
      description: "Linked Farma – incentivos da indústria",
      intervalMinutes: 1440,
      run: [3, 1],
    },
  },
});
