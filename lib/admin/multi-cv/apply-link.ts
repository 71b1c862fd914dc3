import { z } from "zod";
import type { Transaction } from "@/db/client.ts";
import {
  ensureReservation,
  findReservationsBy,
  updateReservation,
} from "@/db/queries/flows/reservations-for-flow.ts";
import { ensureSubject, findSubjectByKey, updateSubject } from "@/db/queries/flows/subjects.ts";
import type { Flow } from "./require-flow.ts";

const id = (label: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,15}$/, `${label} tem só números, até 15 dígitos.`);
const blank = z
  .string()
  .trim()
  .length(0)
  .transform(() => null);

/**
 * What links a reservation of the Hub to one that stands in a terminal already, and to its contract
 * if there is one.
 */
export const linkFields = z.object({
  hubReservationId: id("O id da reserva no Hub"),
  terminalReservationId: id("O id da reserva no terminal"),
  siengeContractId: blank.or(id("O contrato do Sienge")).nullable().default(null),
  siengeContractNumber: z
    .string()
    .trim()
    .max(40, "O número do contrato tem até 40 caracteres.")
    .transform((text) => text || null)
    .nullable()
    .default(null),
});

/** A link and the terminal it leads to. */
export type Link = z.output<typeof linkFields> & { environmentId: number };

/** What a link does, or why it may not: `refused` leaves everything as it is. */
export interface LinkResult {
  what: "create" | "update" | "same" | "refused";
  sentence: string;
}

/**
 * Links, or with `save` false only tells what linking would do. A reservation that is new to the hub counts as
 * carried: somebody else did that, and from now on the hub follows its situations. The transfer finds the
 * link and creates nothing.
 */
export async function applyLink(
  tx: Transaction,
  flow: Flow,
  link: Link,
  save: boolean,
): Promise<LinkResult> {
  const { organizationId, integrationId } = flow;
  const scope = { organizationId, integrationId };
  const [owner] = await findReservationsBy(tx, scope, {
    environmentId: link.environmentId,
    terminalIds: [link.terminalReservationId],
  });
  if (owner && owner.hubReservationId !== link.hubReservationId)
    return {
      what: "refused",
      sentence: `A reserva ${link.terminalReservationId} do terminal já está vinculada à reserva ${owner.hubReservationId} do Hub. Desfaça aquele vínculo primeiro.`,
    };
  const subject = await findSubjectByKey(tx, {
    ...scope,
    kind: "reservation",
    key: link.hubReservationId,
  });
  const [known] = await findReservationsBy(tx, scope, { hubIds: [link.hubReservationId] });
  const change = {
    environmentId: link.environmentId,
    terminalReservationId: link.terminalReservationId,
    ...(link.siengeContractId === null ? {} : { siengeContractId: link.siengeContractId }),
    ...(link.siengeContractNumber === null
      ? {}
      : { siengeContractNumber: link.siengeContractNumber }),
  };
  if (
    known &&
    Object.entries(change).every(([field, value]) => known[field as keyof typeof change] === value)
  )
    return { what: "same", sentence: "" };
  // A run under way holds the old id in its hands: it would write to the wrong reservation.
  if (subject?.state === "running")
    return {
      what: "refused",
      sentence: "A reserva está em processamento. Aguarde o fim da etapa e tente novamente.",
    };
  const moves =
    known?.terminalReservationId && known.terminalReservationId !== link.terminalReservationId;
  if (save) await write(tx, scope, link, change, known !== undefined);
  return {
    what: known ? "update" : "create",
    sentence: moves
      ? `Muda o vínculo da reserva ${known.terminalReservationId} para a ${link.terminalReservationId} do terminal.`
      : "",
  };
}

async function write(
  tx: Transaction,
  scope: { organizationId: number; integrationId: number },
  link: Link,
  change: Parameters<typeof updateReservation>[3],
  known: boolean,
): Promise<void> {
  const { subject, made } = await ensureSubject(tx, {
    ...scope,
    kind: "reservation",
    key: link.hubReservationId,
    title: `Reserva ${link.hubReservationId}`,
  });
  await ensureReservation(tx, scope, {
    subjectId: subject.id,
    hubReservationId: link.hubReservationId,
  });
  // What was seen of another reservation says nothing about this one: the next sweep reads it anew.
  await updateReservation(tx, scope.organizationId, subject.id, {
    ...change,
    terminalSituation: null,
    terminalSituationId: null,
    terminalSeenAt: null,
    checkedAt: null,
  });
  if (made && !known)
    await updateSubject(tx, scope.organizationId, subject.id, { state: "finished" });
}
