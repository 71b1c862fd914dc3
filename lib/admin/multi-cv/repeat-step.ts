import { z } from "zod";
import { findReservation, findStep } from "@/db/queries/flows/reservation-list.ts";
import type { Transaction } from "@/db/client.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { repeatFrom, repeatStep as repeatOne } from "@/lib/engine/flows/repeat-steps.ts";
import { type AuditEntry, defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";

interface Repeat {
  actor: Actor;
  tx: Transaction;
  audit: (entry: AuditEntry) => Promise<void>;
  of: NonNullable<Awaited<ReturnType<typeof findReservation>>>;
  flow: string;
  step: string;
  label: string;
  from: boolean;
}

/** "Repetir etapa" and "Repetir daqui" on a reservation's page. */
export const repeatStep = defineUseCase({
  name: "repeat-step",
  permission: "reprocess",
  input: z.object({ id: rowId, stepId: rowId, from: z.boolean() }),
  async run({ actor, input: { id, stepId, from }, tx, audit }) {
    const of = (await findReservation(tx, id)) ?? notFound("Reserva não encontrada.");
    const step =
      (await findStep(tx, of.subject.organizationId, id, stepId)) ??
      notFound("Etapa não encontrada.");
    return repeat({
      actor,
      tx,
      audit,
      of,
      flow: step.flow,
      step: step.name,
      label: step.label,
      from,
    });
  },
});

/** "Repetir etapa" in the list: the step where the reservation is stuck. */
export const repeatStuckStep = defineUseCase({
  name: "repeat-stuck-step",
  permission: "reprocess",
  input: z.object({ id: rowId }),
  async run({ actor, input: { id }, tx, audit }) {
    const of = (await findReservation(tx, id)) ?? notFound("Reserva não encontrada.");
    const [flow, step] = [...(of.subject.currentStep ?? "").split("/"), "", ""];
    if (of.subject.state !== "stuck" || !flow || !step)
      throw new Refusal({
        kind: "refused",
        message: "A reserva não está mais com erro. Atualize a lista.",
      });
    return repeat({ actor, tx, audit, of, flow, step, label: step, from: false });
  },
});

async function repeat({ actor, tx, audit, of, flow, step, label, from }: Repeat) {
  const { organizationId, id: subjectId } = of.subject;
  const result = await (from ? repeatFrom : repeatOne)(tx, {
    organizationId,
    subjectId,
    flow,
    step,
    requestedBy: actor.personId,
    requestedName: actor.name,
  });
  if (result === "missing") notFound("Etapa não encontrada.");
  if (result === "held")
    throw new Refusal({
      kind: "refused",
      message:
        "A reserva está bloqueada por um ambiente pausado ou pelo freio de cancelamentos. Libere-o antes de repetir a etapa.",
    });
  await audit({
    organizationId,
    subjectType: "reservation",
    subjectId,
    summary: `Reserva ${of.reservation.hubReservationId}: ${from ? "refez a partir de" : "repetiu a etapa"} “${label}”`,
  });
  return result;
}
