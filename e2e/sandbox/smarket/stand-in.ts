import { defineStandIn } from "../control/define-stand-in.ts";
import { startSmarket } from "./start-smarket.ts";

export const standIn = defineStandIn({
  port: 1,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startSmarket({ port, folder }),
  connector: {
    operation: "files",
    credential: "ftp_senha",
    doubled: "Linhas de cupom repetidas",
    settings: (smarket) => ({
      ftp_host: smarket.host,
      ftp_porta: String(smarket.port),
      ftp_usuario: smarket.user,
      ftp_senha: smarket.password,
    }),
    demo: {
      place: 21,
      description: "Smarket – ofertas e cupons",
      intervalMinutes: 1440,
      run: [31, 1],
    },
  },
});
