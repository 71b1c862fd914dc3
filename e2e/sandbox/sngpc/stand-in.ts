import { defineStandIn } from "../control/define-stand-in.ts";
import { startSngpc } from "./start-sngpc.ts";
import { addDays } from "@/lib/core/period.ts";

export const standIn = defineStandIn({
  port: 25,
  ports: 1,
  start: ({ ports: [port = 0], folder, answerDelay }) =>
    startSngpc({ port, folder, validationDelay: answerDelay }),
  connector: {
    operation: "movements",
    credential: "senha",
    doubled: "",
    settings: (sngpc) => ({
      usuario: sngpc.user,
      senha: sngpc.password,
      cpf_rt: sngpc.cpf,
      url_rest: sngpc.url,
      url_soap: sngpc.soapUrl,
      data_inicio: "2026-03-05",
    }),
    demo: {
      place: 10,
      description: "SNGPC – medicamentos controlados",
      intervalMinutes: 1440,
      branches: 2,
      settings: (today) => ({ data_inicio: addDays(today, -5) }),
    },
  },
});
