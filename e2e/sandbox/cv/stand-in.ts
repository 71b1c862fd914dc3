import { defineStandIn } from "../control/define-stand-in.ts";
import { startCv } from "./start-cv.ts";
import type { SiengePartner } from "../sienge/start-sienge.ts";

export const standIn = defineStandIn({
  port: 17,
  ports: 4,
  start: ({ ports, folder, started }) =>
    startCv({ ports, folder, sienge: started.sienge as SiengePartner | undefined }),
});
