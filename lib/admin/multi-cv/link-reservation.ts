import { z } from "zod";
import { findReservation } from "@/db/queries/flows/reservation-list.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { applyLink, linkFields } from "./apply-link.ts";
import { requireFlow } from "./require-flow.ts";

/** "Vincular ao terminal": a person says which reservation of a terminal is this one of the Hub. */
export const linkReservation = defineUseCase({
  name: "link-reservation",
  permission: "edit",
  input: z.object({
    id: rowId,
    environmentId: rowId,
    ...linkFields.omit({ hubReservationId: true }).shape,
  }),
  async run({ input: { id, ...link }, tx, audit }) {
    const { reservation } = (await findReservation(tx, id)) ?? notFound("Reserva não encontrada.");
    const flow = await requireFlow(tx, reservation.integrationId);
    const terminal = (await listEnvironments(tx, flow)).find(
      ({ id: own, kind, code }) => own === link.environmentId && kind === "cv" && code !== "hub",
    );
    if (!terminal)
      throw new Refusal({
        kind: "invalid",
        message: "Confira os campos indicados.",
        fields: { environmentId: "Escolha um terminal cadastrado em Tokens." },
      });
    const result = await applyLink(
      tx,
      flow,
      { ...link, hubReservationId: reservation.hubReservationId },
      true,
    );
    if (result.what === "refused")
      throw new Refusal({
        kind: "refused",
        message: result.sentence,
        fields: { terminalReservationId: result.sentence },
      });
    await audit({
      organizationId: flow.organizationId,
      subjectType: "reservation",
      subjectId: id,
      summary: `Reserva ${reservation.hubReservationId} vinculada à reserva ${link.terminalReservationId} de ${terminal.name}`,
      changes: {
        terminalReservationId: {
          before: reservation.terminalReservationId,
          after: link.terminalReservationId,
        },
      },
    });
    return result;
  },
});
