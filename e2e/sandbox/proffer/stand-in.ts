import { defineStandIn } from "../control/define-stand-in.ts";
import { startProffer } from "./start-proffer.ts";

export const standIn = defineStandIn({
  port: 14,
  ports: 1,
  start: ({ ports: [port = 0], folder, answerDelay }) =>
    startProffer({ port, folder, returnDelay: answerDelay }),
  connector: {
    operation: "files",
    credential: "sftp_senha",
    doubled: "",
    settings: (proffer) => ({
      sftp_host: proffer.host,
      sftp_porta: String(proffer.port),
      sftp_usuario: proffer.user,
      sftp_senha: proffer.password,
      sftp_chave_host: proffer.hostKey,
      arquivo_controle: "sim",
    }),
    demo: { place: 1, description: "Proffer – preços sugeridos", intervalMinutes: 1440 },
  },
});
