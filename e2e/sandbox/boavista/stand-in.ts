import { defineStandIn } from "../control/define-stand-in.ts";
import { startBoavista } from "./start-boavista.ts";

export const standIn = defineStandIn({
  port: 29,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startBoavista({ port, folder }),
  connector: {
    operation: "sales",
    collects: ["payments", "statement"],
    credential: "chave_secreta",
    doubled: "Vendas repetidas",
    settings: (boavista) => ({
      url_base: boavista.url,
      chave_acesso: boavista.accessKey,
      chave_secreta: boavista.secretKey,
      email_notificacao: "financeiro@drogarias-horizonte.example",
    }),
    demo: { place: 9, description: "BoaVista – conciliação de cartões", intervalMinutes: 240 },
  },
});
