import type { pageReservations } from "@/db/queries/flows/reservation-list.ts";
import type { SubjectState } from "@/lib/core/flow.ts";
import { findOutcome } from "@/lib/multi-cv/words/find-outcome.ts";
import type { Target } from "@/lib/multi-cv/words/situations.ts";
import {
  describeContractSituation,
  describeSituation,
} from "@/lib/multi-cv/words/describe-situation.ts";

type Stored = Awaited<ReturnType<typeof pageReservations>>["rows"][number];

/** A row of "Reservas"; instants are ISO texts. */
export interface ReservationRow {
  id: number;
  integrationId: number;
  hubId: string;
  development: string | null;
  unit: string;
  terminal: string | null;
  terminalCode: string | null;
  terminalId: string | null;
  contractId: string | null;
  contractNumber: string | null;
  situations: { hub: string | null; terminal: string | null; sienge: string | null };
  /** The outcome that was carried to both: "vendida", "cancelada", "distratada". */
  carriedRole: string | null;
  state: SubjectState;
  /** What became of it; null = nothing yet. */
  outcome: Target | null;
  /** "reservation/check-unit"; null before the first step. */
  step: string | null;
  tries: number;
  lastError: string | null;
  /** When the flow goes on by itself. */
  nextTryAt: string | null;
  /** When the Hub announced it. */
  since: string;
  updatedAt: string;
  openDecisions: number;
}

/** A stored reservation as the list and its page show it. */
export function toReservationRow({
  subject,
  reservation,
  environmentName,
  environmentCode,
  developmentName,
  openDecisions,
}: Stored): ReservationRow {
  return {
    id: subject.id,
    integrationId: subject.integrationId,
    hubId: reservation.hubReservationId,
    development: developmentName,
    unit: reservation.unitName,
    terminal: environmentName,
    terminalCode: environmentCode,
    terminalId: reservation.terminalReservationId,
    contractId: reservation.siengeContractId,
    contractNumber: reservation.siengeContractNumber,
    situations: {
      hub: describeSituation(reservation.hubSituation),
      terminal: describeSituation(reservation.terminalSituation),
      sienge: describeContractSituation(reservation.siengeSituation),
    },
    carriedRole: reservation.carriedRole,
    state: subject.state,
    outcome: findOutcome({ ...reservation, over: subject.state === "ended" }),
    step: subject.currentStep,
    tries: subject.tries,
    lastError: subject.lastError,
    nextTryAt: subject.nextTryAt?.toISOString() ?? null,
    since: (subject.announcedAt ?? subject.createdAt).toISOString(),
    updatedAt: subject.updatedAt.toISOString(),
    openDecisions,
  };
}
