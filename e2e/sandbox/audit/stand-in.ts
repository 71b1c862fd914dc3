import { defineStandIn } from "../control/define-stand-in.ts";
import { startAudit } from "./start-audit.ts";

export const standIn = defineStandIn({
  port: 2,
  ports: 1,
  start: ({ ports: [port = 0], folder, answerDelay }) =>
    startAudit({ port, folder, returnDelay: answerDelay }),
  connector: {
    operation: "files",
    credential: "sftp_senha",
    doubled: "",
    settings: (audit) => ({
      sftp_host: audit.host,
      sftp_porta: String(audit.port),
      sftp_usuario: audit.user,
      sftp_senha: audit.password,
      sftp_chave_host: audit.hostKey,
      arquivo_controle: "sim",
    }),
    demo: {
      place: 23,
      description: "Audit – painel de vendas",
      intervalMinutes: 1440,
      run: [4, 2],
    },
  },
});
