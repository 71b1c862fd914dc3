import { defineStandIn } from "../control/define-stand-in.ts";
import { startIqviaApi } from "./start-iqvia-api.ts";

export const standIn = defineStandIn({
  port: 15,
  ports: 1,
  start: ({ ports: [port = 0], folder, answerDelay }) =>
    startIqviaApi({ port, folder, verdictDelay: answerDelay }),
  connector: {
    operation: "sales",
    credential: "client_secret",
    doubled: "",
    settings: ({ url, clientId, clientSecret }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      token_url: `${url}/api/v1/security/authenticate`,
      upload_url: `${url}/api/v1/layout1/upload`,
      status_url: `${url}/api/v1/layout1/status/{guid}`,
      captacao_prescricao: "1",
      aliquota_icms: "18",
    }),
    demo: { place: 5, description: "IQVIA API – leiaute 1", intervalMinutes: 1440, run: [3, 1] },
  },
});
