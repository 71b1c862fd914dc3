import { defineStandIn } from "../control/define-stand-in.ts";
import { startCosmos } from "./start-cosmos.ts";

export const standIn = defineStandIn({
  port: 7,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startCosmos({ port, folder }),
  connector: {
    operation: "",
    collects: "sweep",
    credential: "token",
    doubled: "",
    settings: (cosmos) => ({ url_base: cosmos.url, token: cosmos.token }),
    demo: {
      place: 2,
      description: "Cosmos – cadastro por código de barras",
      intervalMinutes: 1440,
    },
  },
});
