import { defineStandIn } from "../control/define-stand-in.ts";
import { startPropz } from "./start-propz.ts";

export const standIn = defineStandIn({
  port: 8,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startPropz({ port, folder }),
  connector: {
    operation: "sales",
    collects: "offers",
    credential: "password",
    doubled: "Compras repetidas",
    callPerRecord: true,
    settings: (propz) => ({
      domain: propz.url,
      token: propz.token,
      username: propz.username,
      password: propz.password,
    }),
    demo: {
      place: 4,
      description: "Propz – ofertas pelo cliente",
      intervalMinutes: 60,
      run: [2, 2],
    },
  },
});
