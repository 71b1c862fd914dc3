import type { GridColumn } from "@/components/data-grid/grid-column";
import { FailureReason } from "@/components/tasks/failure-reason";
import { RelativeTime } from "@/components/ui/relative-time";
import type { EnvironmentChoice } from "@/lib/admin/multi-cv/read-flow-scope";
import type { ReservationRow } from "@/lib/admin/multi-cv/reservation-row";
import { RESERVATION_STEP_LABEL } from "@/lib/core/multi-cv-steps";
import { STATE, StateBadge, tellStep } from "./state-words";

const none = <span className="text-muted-foreground">–</span>;
const code = (value: string | null) => (value ? <span className="tabular-nums">{value}</span> : none);

/** The columns of "Reservas". */
export function reservationColumns({ environments, timeZone }: { environments: readonly EnvironmentChoice[]; timeZone: string }): GridColumn<ReservationRow>[] {
  const terminals = environments.filter(({ kind, code: own }) => kind === "cv" && own !== "hub");
  return [
    { id: "hubId", header: "Reserva", sortable: true, rowHeader: true, mobile: "title", cell: (row) => <span className="tabular-nums">{row.hubId}</span> },
    { id: "development", header: "Empreendimento", sortable: true, cell: (row) => row.development ?? none },
    { id: "unit", header: "Unidade", sortable: true, cell: (row) => row.unit || none },
    { id: "terminal", header: "Terminal", sortable: true, filter: { options: [...terminals.map((one) => ({ value: one.code, label: one.name })), { value: "-", label: "Ainda sem terminal" }] }, cell: (row) => row.terminal ?? none },
    { id: "terminalId", header: "No terminal", sortable: true, align: "right", cell: (row) => code(row.terminalId) },
    { id: "contract", header: "Contrato", sortable: true, align: "right", cell: (row) => (row.contractId ? <span className="tabular-nums" title={row.contractNumber ?? undefined}>{row.contractId}</span> : none) },
    { id: "situationHub", header: "No Hub", mobile: "hidden", cell: (row) => row.situations.hub ?? none },
    { id: "situationTerminal", header: "Situação no terminal", optional: true, mobile: "hidden", cell: (row) => row.situations.terminal ?? none },
    { id: "situationSienge", header: "No Sienge", mobile: "hidden", cell: (row) => row.situations.sienge ?? none },
    { id: "state", header: "Estado", sortable: true, mobile: "status", filter: { options: Object.entries(STATE).map(([value, { word }]) => ({ value, label: word })) }, cell: (row) => <StateBadge state={row.state} asks={row.openDecisions > 0} /> },
    { id: "step", header: "Etapa", filter: { options: Object.entries(RESERVATION_STEP_LABEL).map(([value, label]) => ({ value, label })) }, cell: (row) => <span className="inline-block max-w-56 truncate align-bottom" title={tellStep(row.step)}>{tellStep(row.step) || "–"}</span> },
    { id: "tries", header: "Tentativas", sortable: true, align: "right", optional: true, cell: (row) => row.tries.toLocaleString("pt-BR") },
    { id: "lastError", header: "Último erro", cell: (row) => (row.lastError ? <FailureReason reason={row.lastError} of={`reserva ${row.hubId}`} /> : none) },
    { id: "decision", header: "Decisão", optional: true, mobile: "hidden", filter: { options: [{ value: "yes", label: "Com decisão pendente" }] }, cell: (row) => (row.openDecisions > 0 ? row.openDecisions : none) },
    { id: "age", header: "Idade", sortable: true, cell: (row) => <RelativeTime value={row.since} timeZone={timeZone} short /> },
  ];
}
