import { defineStandIn } from "../control/define-stand-in.ts";
import { startWms } from "../wms/start-wms.ts";
import type { WmsPlayer } from "../wms/start-wms.ts";

/** The account is made up and opens nothing else; the server stands behind a gateway that asks for a password. */
const PLAYER: WmsPlayer = {
  id: "exact-wms",
  name: "Exact WMS",
  header: "basic",
  user: "enlace",
  token: "exact-modelo",
  depot: false,
  paths: {
    entry: {
      send: "v1/entradaintegracao",
      list: "v1/entradaintegracao/consulta",
      fetch: "v1/entradaintegracao/retorno/:id",
    },
    exit: {
      send: "v2/saidaintegracao",
      list: "v[23]/saidaintegracao/consulta",
      fetch: "v[23]/saidaintegracao/retorno/:id",
    },
    inventory: {
      list: "v1/inventario/integracao/consulta",
      fetch: "v1/inventario/integracao(?:lote)?/:id",
    },
  },
};

export const standIn = defineStandIn({
  port: 21,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startWms({ port, folder }, PLAYER),
  connector: {
    operation: "entries",
    alsoSends: ["exits"],
    collects: ["entry_returns", "exit_returns", "inventories"],
    credential: "token",
    doubled: "Documentos repetidos",
    settings: (wms) => ({
      url_base: wms.url,
      autenticacao: "basic",
      usuario: wms.user,
      token: wms.token,
      validade_padrao_dias: "720",
    }),
    demo: {
      place: 17,
      description: "Exact WMS – centro de distribuição",
      intervalMinutes: 15,
      branches: 1,
    },
  },
});
