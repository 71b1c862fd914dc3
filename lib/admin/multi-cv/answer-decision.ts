import { z } from "zod";
import { findDecision } from "@/db/queries/flows/decision-list.ts";
import { resolveDecision } from "@/lib/multi-cv/resolve-decision.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";

/** After "continuar esperando", how long the hub asks nothing. */
const ASK_AGAIN_HOURS = 24;

/** A person's answer to what no rule may decide; what follows from it begins in the same transaction. */
export const answerDecision = defineUseCase({
  name: "answer-decision",
  permission: "reprocess",
  input: z.object({ decisionId: rowId, choice: z.string().min(1).max(60) }),
  async run({ actor, input: { decisionId, choice }, tx, audit, now }) {
    const { decision, hubReservationId } =
      (await findDecision(tx, decisionId)) ?? notFound("Decisão não encontrada.");
    const { organizationId } = decision;
    const resolved = await resolveDecision(tx, {
      organizationId,
      decisionId,
      choice,
      person: { id: actor.personId, name: actor.name },
      now: now,
      askAgainHours: ASK_AGAIN_HOURS,
    });
    if (resolved === "missing") notFound("Decisão não encontrada.");
    if (resolved === "answered")
      throw new Refusal({
        kind: "conflict",
        message: "Outro usuário já decidiu. Atualize a página para ver a decisão.",
      });
    if (resolved === "invalid")
      throw new Refusal({
        kind: "invalid",
        message: "Esta opção não está mais disponível. Atualize a página e decida novamente.",
      });
    const label = decision.options.find(({ key }) => key === choice)?.label ?? choice;
    await audit({
      organizationId,
      subjectType: "decision",
      subjectId: decisionId,
      summary: `Reserva ${hubReservationId}: decidiu “${label}”`,
      changes: { question: decision.question, choice },
    });
    return resolved;
  },
});
