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
import { addMessage, hasMessage } from "../cv/messages.ts";
import type { CvClient } from "../cv/open-cv.ts";
import { flowSettings } from "../flow-settings.ts";
import { openCvLine, openHub } from "../open-lines.ts";
import { readKnown } from "../read-sides.ts";
import { confirmSituation } from "./confirm-situation.ts";

/**
 * Tells in both reservations why their situation changed. One whose answer was lost is looked for
 * before it is written again.
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
  // Begun before and never ended, or its answer was lost: whether it went out the reservation tells.
  if (one.uncertain || one.tries > 0) {
    const found = await look(cv, id, text);
    if (found === null)
      return skipped(
        "O envio da mensagem não foi confirmado e o CV não permite consultá-la. Ela não será repetida.",
      );
    if (found) return done(null, "A mensagem já estava na reserva.");
  }
  await addMessage(cv, id, text);
  return done();
}

/** null: this tenant does not let messages be read. */
async function look(cv: CvClient, id: number, text: string): Promise<boolean | null> {
  try {
    return await hasMessage(cv, id, text);
  } catch (error) {
    if (error instanceof PartnerError && (error.kind === "settings" || error.kind === "rejected"))
      return null;
    throw error;
  }
}
