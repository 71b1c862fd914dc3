import { PartnerError } from "@/lib/core/errors.ts";
import { SITUATION_WORD } from "../words/situations.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import {
  done,
  skipped,
  type Step,
  type StepOutcome,
  type TryContext,
} from "@/lib/engine/flows/define-flow.ts";
import { addMessage } from "../cv/add-message.ts";
import type { CvClient } from "../cv/open-cv.ts";
import { flowSettings } from "../flow-settings.ts";
import { openCvLine, openHub } from "../open-lines.ts";
import { readKnown } from "../read-sides.ts";
import { confirmSituation } from "./confirm-situation.ts";

/**
 * Tells in both reservations why their situation changed. A message cannot be looked for, so that
 * one whose answer was lost is not sent again.
 */
export const writeMessage: Step = {
  name: "write-message",
  label: RESERVATION_STEP_LABEL["write-message"],
  system: "hub",
  supporting: true,
  async run(ctx) {
    const confirmed = ctx.resultOf(confirmSituation);
    if (!confirmed?.target) return skipped("Não há situação a atualizar.");
    if (!flowSettings(ctx).flag("mensagem"))
      return skipped("As mensagens estão desativadas nesta integração.");
    const row = await readKnown(ctx);
    const contract =
      row.siengeContractNumber === null ? "" : ` Contrato ${row.siengeContractNumber} no Sienge.`;
    const text = `Enlace: reserva ${SITUATION_WORD[confirmed.target]}.${contract} ${confirmed.reason}`;
    await ctx.item(`hub-${confirmed.target}`, "Mensagem no Hub", (one) =>
      send(one, openHub(ctx), Number(ctx.subject.key), text),
    );
    if (row.environmentId !== null && row.terminalReservationId !== null) {
      const terminal = openCvLine(ctx.environments.byId(row.environmentId), ctx);
      await ctx.item(`terminal-${confirmed.target}`, "Mensagem no terminal", (one) =>
        send(one, terminal, Number(row.terminalReservationId), text),
      );
    }
    return done();
  },
};

async function send(one: TryContext, cv: CvClient, id: number, text: string): Promise<StepOutcome> {
  // Begun and never ended: the process died over it, and whether it went out nobody knows.
  if (one.uncertain && one.tries === 0)
    return skipped("O envio da mensagem não foi confirmado. Ela não será repetida.");
  try {
    await addMessage(cv, id, text);
  } catch (error) {
    if (error instanceof PartnerError && error.kind === "uncertain")
      return skipped("A resposta do envio se perdeu e a mensagem não será repetida.");
    throw error;
  }
  return done();
}
