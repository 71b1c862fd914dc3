import { defineStandIn } from "../control/define-stand-in.ts";
import { startIqvia } from "./start-iqvia.ts";

export const standIn = defineStandIn({
  port: 26,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startIqvia({ port, folder }),
  connector: {
    operation: "demand",
    credential: "ftp_senha",
    doubled: "",
    settings: (iqvia) => ({
      CD_EMP_IMS: iqvia.network,
      ftp_host: iqvia.host,
      ftp_porta: String(iqvia.port),
      ftp_usuario: iqvia.user,
      ftp_senha: iqvia.password,
    }),
    demo: { place: 6, description: "IQVIA – demanda (arquivo)", intervalMinutes: 1440 },
  },
});
