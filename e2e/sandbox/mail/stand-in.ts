import { defineStandIn } from "../control/define-stand-in.ts";
import { startMail } from "./start-mail.ts";

export const standIn = defineStandIn({
  port: 28,
  ports: 1,
  start: ({ ports: [port = 0], folder }) => startMail({ port, folder }),
});
