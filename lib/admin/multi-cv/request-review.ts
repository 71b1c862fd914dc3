import { z } from "zod";
import { findReservation } from "@/db/queries/flows/reservation-list.ts";
import type { Queryable } from "@/db/client.ts";
import { startRun } from "@/lib/engine/flows/start-run.ts";
import { startChanges, startSituation } from "@/lib/multi-cv/start-flows.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";

/**
 * The act beside a divergence: a run that reads the three systems again and either does what the rules say
 * of the situation, or asks about what differs. It decides nothing by what the comparison saw.
 */
export const requestReview = defineUseCase({
  name: "request-review",
  permission: "reprocess",
  input: z.object({ id: rowId, of: z.enum(["situation", "changes"]) }),
  async run({ actor, input, tx, audit }): Promise<{ taskId: number }> {
    const { subject, reservation } =
      (await findReservation(tx, input.id)) ?? notFound("Reserva não encontrada.");
    const { organizationId, integrationId } = subject;
    if (reservation.terminalReservationId === null)
      throw new Refusal({
        kind: "refused",
        message:
          "A reserva ainda não foi transferida para o terminal. Abra a reserva e repita a etapa indicada.",
      });
    const starter = {
      organizationId,
      integrationId,
      start: (inner: Queryable, request: { subjectId: number; flow: string }) =>
        startRun(inner, {
          organizationId,
          integrationId,
          ...request,
          origin: "person",
          requestedBy: actor.personId,
          requestedName: actor.name,
        }),
    };
    const { taskId } =
      input.of === "situation"
        ? await startSituation(tx, starter, subject.id, null)
        : await startChanges(tx, starter, subject.id);
    await audit({
      organizationId,
      subjectType: "reservation",
      subjectId: subject.id,
      summary:
        input.of === "situation"
          ? `Reserva ${reservation.hubReservationId}: solicitou a revisão da situação`
          : `Reserva ${reservation.hubReservationId}: solicitou a conferência das mudanças`,
    });
    return { taskId };
  },
});
