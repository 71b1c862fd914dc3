import { defineStandIn } from "../control/define-stand-in.ts";
import { startSienge } from "./start-sienge.ts";

export const standIn = defineStandIn({
  port: 16,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startSienge({ port, folder }),
});
