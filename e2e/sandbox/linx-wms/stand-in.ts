import { defineStandIn } from "../control/define-stand-in.ts";
import { startWms } from "../wms/start-wms.ts";
import type { WmsPlayer } from "../wms/start-wms.ts";
import { WMS_PATHS } from "../wms/paths.ts";

/** The account is made up and opens nothing else. */
const PLAYER: WmsPlayer = {
  id: "linx-wms",
  name: "Linx WMS",
  header: "basic",
  user: "enlace",
  token: "linx-modelo",
  depot: true,
  paths: WMS_PATHS,
};

export const standIn = defineStandIn({
  port: 22,
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
      place: 18,
      description: "Linx WMS – depósito Cambuí",
      intervalMinutes: 15,
      branches: 1,
    },
  },
});
