import { z } from "zod";
import {
  findReservation,
  listSteps,
  listSubjectDecisions,
  listSubjectEvents,
} from "@/db/queries/flows/reservation-list.ts";
import { listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import type { steps } from "@/db/schema/flows.ts";
import { formatReais } from "@/lib/core/money.ts";
import { defineUseCase, notFound } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { type DecisionView, toDecisionView } from "./decision-view.ts";
import { requireFlow } from "./require-flow.ts";
import { type ReservationRow, toReservationRow } from "./reservation-row.ts";

/** One line of the journal; instants are ISO texts. */
export interface StepView {
  id: number;
  flow: string;
  name: string;
  /** One document, contract or commission of the step; "" = the step itself. */
  item: string;
  label: string;
  supporting: boolean;
  status: (typeof steps.$inferSelect)["status"];
  tries: number;
  taskId: number | null;
  nextTryAt: string | null;
  begunAt: string | null;
  endedAt: string | null;
  note: string | null;
  errorReason: string | null;
  /** The partner's last answer, already free of secrets and personal data. */
  answer: unknown;
}

/** Something a partner told about the reservation. */
export interface SubjectEvent {
  id: number;
  /** The environment that told it, by its name. */
  source: string;
  name: string;
  receivedAt: string;
  outcome: string | null;
  note: string | null;
}

/** A reservation's page. */
export interface ReservationView extends ReservationRow {
  ownKey: string;
  value: string | null;
  seenAt: { hub: string | null; terminal: string | null; sienge: string | null };
  taskId: number | null;
  steps: StepView[];
  decisions: DecisionView[];
  events: SubjectEvent[];
  timeZone: string;
}

const EVENTS = 50;

/** One reservation with its journal, its questions and what partners told about it. */
export const readReservation = defineUseCase({
  name: "read-reservation",
  permission: "view",
  input: z.object({ id: rowId }),
  async run({ input, tx }): Promise<ReservationView> {
    const found = (await findReservation(tx, input.id)) ?? notFound("Reserva não encontrada.");
    const { subject, reservation } = found;
    const flow = await requireFlow(tx, subject.integrationId);
    const journal = await listSteps(tx, flow.organizationId, subject.id);
    const decisions = await listSubjectDecisions(tx, flow.organizationId, subject.id);
    const events = await listSubjectEvents(tx, flow, subjectKeysOf(found), EVENTS);
    const environments = await listEnvironments(tx, flow);
    const iso = (moment: Date | null) => moment?.toISOString() ?? null;
    return {
      ...toReservationRow(found),
      ownKey: reservation.ownKey,
      value: reservation.valueCents === null ? null : formatReais(reservation.valueCents),
      seenAt: {
        hub: iso(reservation.hubSeenAt),
        terminal: iso(reservation.terminalSeenAt),
        sienge: iso(reservation.siengeSeenAt),
      },
      taskId: subject.taskId,
      steps: journal.map((step) => ({
        id: step.id,
        flow: step.flow,
        name: step.name,
        item: step.item,
        label: step.label,
        supporting: step.supporting,
        status: step.status,
        tries: step.tries,
        taskId: step.taskId,
        nextTryAt: iso(step.nextTryAt),
        begunAt: iso(step.begunAt),
        endedAt: iso(step.endedAt),
        note: step.note,
        errorReason: step.errorReason,
        answer: step.answer,
      })),
      decisions: decisions.map(toDecisionView),
      events: events.map(({ id, source, name, receivedAt, outcome, note }) => ({
        id,
        source: environments.find(({ code }) => code === source)?.name ?? source,
        name,
        receivedAt: receivedAt.toISOString(),
        outcome,
        note,
      })),
      timeZone: flow.timeZone,
    };
  },
});

/** Under which keys partners speak of this reservation. */
function subjectKeysOf({
  reservation,
  environmentCode,
}: NonNullable<Awaited<ReturnType<typeof findReservation>>>): string[] {
  return [
    `cv:hub:${reservation.hubReservationId}`,
    ...(environmentCode && reservation.terminalReservationId
      ? [`cv:${environmentCode}:${reservation.terminalReservationId}`]
      : []),
    ...(reservation.siengeContractId ? [`sienge:${reservation.siengeContractId}`] : []),
  ];
}
