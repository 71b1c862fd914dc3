import type { GridColumn } from "../data-grid/grid-column.ts";
import { FailureReason } from "../tasks/failure-reason.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { EnvironmentChoice } from "@/lib/admin/multi-cv/read-flow-scope.ts";
import type { ReservationRow } from "@/lib/admin/multi-cv/reservation-row.ts";
import { RESERVATION_STEP_LABEL } from "@/lib/multi-cv/words/reservation-steps.ts";
import { STATE, StateBadge, describeStep } from "./state-words.tsx";

const none = <span className="text-muted-foreground">–</span>;
const code = (value: string | null) =>
  value ? <span className="tabular-nums">{value}</span> : none;

/** A step says something while the flow stands there; afterwards it is only the last one. */
const isUnderWay = (row: ReservationRow) => !["finished", "ended"].includes(row.state);

/** The columns of "Reservas". */
export function reservationColumns({
  environments,
  timeZone,
}: {
  environments: readonly EnvironmentChoice[];
  timeZone: string;
}): GridColumn<ReservationRow, "reservations">[] {
  const terminals = environments.filter(({ kind, code: own }) => kind === "cv" && own !== "hub");
  return [
    {
      id: "hubId",
      header: "Reserva",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => <span className="tabular-nums">{row.hubId}</span>,
    },
    {
      id: "state",
      header: "Situação",
      sortable: true,
      mobile: "status",
      filter: {
        options: Object.entries(STATE).map(([value, { word }]) => ({
          value,
          // What became of a carried one is the filter of “Desfecho”.
          label: value === "finished" ? "Transferida ou com desfecho" : word,
        })),
      },
      cell: (row) => (
        <StateBadge state={row.state} outcome={row.outcome} asks={row.openDecisions > 0} />
      ),
    },
    {
      id: "unit",
      header: "Unidade",
      sortable: true,
      cell: (row) => (
        <span
          className="inline-block max-w-44 truncate align-bottom max-sm:max-w-full max-sm:whitespace-normal"
          title={[row.development, row.unit].filter(Boolean).join(" · ")}
        >
          {row.unit || row.development || none}
        </span>
      ),
    },
    {
      id: "situationHub",
      header: "No Hub",
      mobile: "hidden",
      cell: (row) => row.situations.hub ?? none,
    },
    {
      id: "situationTerminal",
      header: "No terminal",
      mobile: "hidden",
      cell: (row) =>
        row.situations.terminal ? (
          <span
            title={[row.terminal, row.terminalId && `reserva ${row.terminalId}`]
              .filter(Boolean)
              .join(" · ")}
          >
            {row.situations.terminal}
          </span>
        ) : (
          none
        ),
    },
    {
      id: "situationErp",
      header: "No Sienge",
      mobile: "hidden",
      cell: (row) => row.situations.sienge ?? none,
    },
    {
      id: "step",
      header: "Etapa",
      filter: {
        options: Object.entries(RESERVATION_STEP_LABEL).map(([value, label]) => ({ value, label })),
      },
      cell: (row) =>
        row.lastError ? (
          <span className="inline-block max-w-56 truncate align-bottom max-sm:max-w-full">
            <FailureReason reason={row.lastError} of={`reserva ${row.hubId}`} />
          </span>
        ) : isUnderWay(row) ? (
          <span
            className="inline-block max-w-52 truncate align-bottom max-sm:max-w-full max-sm:whitespace-normal"
            title={describeStep(row.step)}
          >
            {describeStep(row.step) || "–"}
          </span>
        ) : (
          none
        ),
    },
    {
      id: "age",
      header: "Recebida",
      sortable: true,
      cell: (row) => <RelativeTime value={row.since} timeZone={timeZone} short />,
    },
    {
      id: "development",
      header: "Empreendimento",
      optional: true,
      sortable: true,
      cell: (row) => row.development ?? none,
    },
    {
      id: "terminal",
      header: "Terminal",
      sortable: true,
      filter: {
        options: [
          ...terminals.map((one) => ({ value: one.code, label: one.name })),
          { value: "-", label: "Ainda sem terminal" },
        ],
      },
      cell: (row) => row.terminal ?? none,
    },
    {
      id: "terminalId",
      header: "Reserva no terminal",
      optional: true,
      sortable: true,
      align: "right",
      mobile: "hidden",
      cell: (row) => code(row.terminalId),
    },
    {
      id: "contract",
      header: "Contrato",
      optional: true,
      sortable: true,
      align: "right",
      mobile: "hidden",
      cell: (row) =>
        row.contractId ? (
          <span className="tabular-nums" title={row.contractNumber ?? undefined}>
            {row.contractId}
          </span>
        ) : (
          none
        ),
    },
    {
      id: "situation",
      header: "Desfecho",
      optional: true,
      mobile: "hidden",
      filter: {
        options: [
          { value: "vendida", label: "Vendida" },
          { value: "cancelada", label: "Cancelada" },
          { value: "distratada", label: "Distratada" },
          { value: "-", label: "Ainda sem desfecho" },
        ],
      },
      cell: (row) => row.carriedRole ?? none,
    },
    {
      id: "tries",
      header: "Tentativas",
      optional: true,
      sortable: true,
      align: "right",
      mobile: "hidden",
      cell: (row) => row.tries.toLocaleString("pt-BR"),
    },
    {
      id: "decision",
      header: "Decisão",
      optional: true,
      mobile: "hidden",
      filter: { options: [{ value: "yes", label: "Com decisão pendente" }] },
      cell: (row) => (row.openDecisions > 0 ? row.openDecisions : none),
    },
  ];
}
