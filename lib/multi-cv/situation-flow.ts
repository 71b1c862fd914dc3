import { defineFlow } from "@/lib/engine/flows/define-flow.ts";
import { setHubSituation, setTerminalSituation } from "./steps/set-situation.ts";
import { confirmSituation } from "./steps/confirm-situation.ts";
import { writeMessage } from "./steps/write-message.ts";

/** What a contract in Sienge made of a reservation, carried to the terminal and to the Hub, each by itself. */
export const situationFlow = defineFlow({
  label: "Atualizar a situação",
  steps: [confirmSituation, setTerminalSituation, setHubSituation, writeMessage],
});
