import { defineFlow } from "@/lib/engine/flows/define-flow.ts";
import { checkUnit } from "./steps/check-unit.ts";
import { completeReservation } from "./steps/complete-reservation.ts";
import { copyCommissions } from "./steps/copy-commissions.ts";
import { copyContracts } from "./steps/copy-contracts.ts";
import { copyDocuments } from "./steps/copy-documents.ts";
import { createReservation } from "./steps/create-reservation.ts";
import { findTerminal } from "./steps/find-terminal.ts";
import { readReservation } from "./steps/read-reservation.ts";
import { registerPeople } from "./steps/register-people.ts";
import { setReady } from "./steps/set-ready.ts";
import { translateConditions } from "./steps/translate-conditions.ts";
import { validateBroker } from "./steps/validate-broker.ts";

/** A reservation of the Hub that may be invoiced, made one in its terminal. */
export const transferFlow = defineFlow({
  label: "Transferir a reserva para o terminal",
  steps: [
    readReservation,
    findTerminal,
    checkUnit,
    registerPeople,
    validateBroker,
    translateConditions,
    createReservation,
    completeReservation,
    setReady,
    copyDocuments,
    copyContracts,
    copyCommissions,
  ],
});
