import { defineStandIn } from "../control/define-stand-in.ts";
import { startWms } from "../wms/start-wms.ts";
import type { WmsPlayer } from "../wms/start-wms.ts";
import { WMS_PATHS } from "../wms/paths.ts";

/** The account is made up and opens nothing else. */
const PLAYER: WmsPlayer = {
  id: "fisoft-wms",
  name: "FISoft WMS",
  header: "x_api_key",
  user: "",
  token: "fisoft-modelo",
  depot: true,
  paths: WMS_PATHS,
};

export const standIn = defineStandIn({
  port: 24,
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
      autenticacao: "x_api_key",
      usuario: wms.user,
      token: wms.token,
      validade_padrao_dias: "720",
    }),
    demo: {
      place: 20,
      description: "FISoft WMS – depósito Taquaral",
      intervalMinutes: 15,
      branches: 1,
    },
  },
});
