import { defineStandIn } from "../control/define-stand-in.ts";
import { startFtp } from "../ftp/start-ftp.ts";
import { checkDemand } from "./check-demand.ts";

/** CD_EMP_IMS. */
const NETWORK = "0892";

export const standIn = defineStandIn({
  port: 26,
  ports: 1,
  start: ({ ports: [port = 0], folder }) =>
    startFtp(
      { port, folder },
      {
        id: "iqvia",
        name: "IQVIA",
        user: "rede-modelo-ims",
        password: "iqvia-ftp-modelo",
        suffix: ".txt",
        check: (name, bytes) => checkDemand(NETWORK, name, bytes),
        hints: [
          ["CD_EMP_IMS", NETWORK],
          ["Código da loja", "qualquer número de até 6 dígitos"],
        ],
      },
    ),
  connector: {
    operation: "demand",
    credential: "ftp_senha",
    doubled: "",
    settings: (iqvia) => ({
      CD_EMP_IMS: NETWORK,
      ftp_host: iqvia.host,
      ftp_porta: String(iqvia.port),
      ftp_usuario: iqvia.user,
      ftp_senha: iqvia.password,
    }),
    demo: { place: 6, description: "IQVIA – demanda (arquivo)", intervalMinutes: 1440 },
  },
});
