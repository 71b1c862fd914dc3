import type { FlowModule } from "@/lib/engine/flows/define-flow-module.ts";
import { changesFlow } from "./changes-flow.ts";
import { multiCv } from "./connector.ts";
import { fullPass } from "./full-pass.ts";
import { multiCvEvents } from "./handle-events.ts";
import { reconcile } from "./reconcile.ts";
import { setupPass } from "./setup-pass.ts";
import { situationFlow } from "./situation-flow.ts";
import { CHANGES, SITUATION, TRANSFER } from "./start-flows.ts";
import { sweep } from "./sweep.ts";
import { transferFlow } from "./transfer-flow.ts";

/** What Multi CV brings to the engine. */
export const multiCvModule: FlowModule = {
  connector: multiCv.id,
  flows: { [TRANSFER]: transferFlow, [SITUATION]: situationFlow, [CHANGES]: changesFlow },
  passes: { sweep, full: fullPass, reconcile, setup: setupPass },
  events: multiCvEvents,
};
