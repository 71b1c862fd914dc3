import { defineStandIn } from "../control/define-stand-in.ts";
import { startScanntech } from "./start-scanntech.ts";

export const standIn = defineStandIn({
  port: 3,
  ports: 3,
  start: ({ ports: [first = 0, second = 0, third = 0], folder }) =>
    startScanntech({ ports: [first, second, third], folder }),
  connector: {
    operation: "sales",
    credential: "senha",
    doubled: "Movimentos repetidos",
    settings: (scanntech) => ({
      usuario: scanntech.user,
      senha: scanntech.password,
      id_empresa: scanntech.company,
      url_1: scanntech.url1,
      url_2: scanntech.url2,
      url_3: scanntech.url3,
    }),
    demo: {
      place: 22,
      description: "ScannTech – Clube de Promoções",
      intervalMinutes: 60,
      run: [9, 2],
    },
  },
});
