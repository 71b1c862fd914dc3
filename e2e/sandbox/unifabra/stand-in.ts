import { defineStandIn } from "../control/define-stand-in.ts";
import { startSftpCsv } from "../sftp-csv/start-sftp-csv.ts";
import { checkUnifabraFile } from "./check-file.ts";

export const standIn = defineStandIn({
  port: 27,
  ports: 1,
  start: ({ ports: [port = 0], folder, answerDelay }) =>
    startSftpCsv(
      { port, folder, returnDelay: answerDelay },
      {
        id: "unifabra",
        name: "Unifabra",
        user: "associada-modelo",
        password: "unifabra-modelo",
        check: checkUnifabraFile,
      },
    ),
  connector: {
    operation: "files",
    credential: "sftp_senha",
    doubled: "",
    settings: (unifabra) => ({
      sftp_host: unifabra.host,
      sftp_porta: String(unifabra.port),
      sftp_usuario: unifabra.user,
      sftp_senha: unifabra.password,
      sftp_chave_host: unifabra.hostKey,
      codigo_associacao: "77",
    }),
    demo: { place: 16, description: "Unifabra – rede associada", intervalMinutes: 1440 },
  },
});
