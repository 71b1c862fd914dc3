import { defineStandIn } from "../control/define-stand-in.ts";
import { startDito } from "./start-dito.ts";

export const standIn = defineStandIn({
  port: 9,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startDito({ port, folder }),
  connector: {
    operation: "sales",
    credential: "secret_key",
    doubled: "Eventos repetidos",
    callPerRecord: true,
    settings: (dito) => ({
      platform_api_key: dito.apiKey,
      secret_key: dito.secretKey,
      url_login: dito.url,
      url_eventos: dito.url,
    }),
    demo: { place: 3, description: "Dito – CRM e campanhas", intervalMinutes: 1440, run: [3, 1] },
  },
});
