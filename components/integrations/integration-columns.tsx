import Link from "next/link";
import { describeDays } from "../days/describe-days.ts";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { StatusBadge } from "../status/status-badge.tsx";
import { StatusStrip } from "../status/status-strip.tsx";
import { Badge } from "../ui/badge.tsx";
import { cn } from "../ui/cn.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import type { IntegrationListRow } from "@/lib/admin/integrations/list-integrations.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { STATUS_LABEL, TASK_STATUSES } from "@/lib/core/status.ts";
import { StateBadge } from "./state-badge.tsx";

export type ListState = IntegrationListRow["state"];

interface Look {
  types: ReadonlyArray<{ id: string; name: string }>;
  organizations: ReadonlyArray<{ id: number; name: string }> | null;
  timeZone: string;
  registered: number | null;
  /** States that were asked for and not yet confirmed. */
  hoped: ReadonlyMap<number, ListState>;
}

const number = new Intl.NumberFormat("pt-BR");
const STATES = [
  { value: "active", label: "Ativa" },
  { value: "inactive", label: "Inativa" },
  { value: "paused", label: "Pausada automaticamente" },
];
const LAST = [
  ...TASK_STATUSES.map((status) => ({ value: status, label: STATUS_LABEL[status] })),
  { value: "none", label: "Sem execuções" },
];

/** The columns of the list; the client's only for agents. */
export function listColumns({
  types,
  organizations,
  timeZone,
  registered,
  hoped,
}: Look): GridColumn<IntegrationListRow, "integrations">[] {
  const client: GridColumn<IntegrationListRow, "integrations">[] = organizations
    ? [
        {
          id: "client",
          header: "Cliente",
          cell: (row) => row.organizationName,
          filter: {
            options: organizations.map(({ id, name }) => ({ value: String(id), label: name })),
          },
        },
      ]
    : [];
  return [
    {
      id: "description",
      header: "Descrição",
      rowHeader: true,
      sortable: true,
      wrap: true,
      mobile: "title",
      cell: (row) => <Description text={row.description} isNew={row.id === registered} />,
    },
    {
      id: "type",
      header: "Tipo",
      sortable: true,
      mobile: "hidden",
      cell: (row) => row.typeName,
      filter: { options: types.map(({ id, name }) => ({ value: id, label: name })) },
    },
    ...client,
    {
      id: "state",
      header: "Situação",
      filter: { options: STATES },
      cell: (row) => <StateCell row={row} state={hoped.get(row.id) ?? row.state} />,
    },
    {
      id: "interval",
      header: "Intervalo",
      align: "right",
      mobile: "hidden",
      cell: (row) => <span className="tabular-nums">{number.format(row.intervalMinutes)} min</span>,
    },
    {
      id: "branches",
      header: "Filiais",
      align: "right",
      mobile: "hidden",
      cell: (row) => <span className="tabular-nums">{number.format(row.branchCount)}</span>,
    },
    {
      id: "lastTask",
      header: "Última tarefa",
      sortable: true,
      filter: { options: LAST },
      mobile: "status",
      cell: (row) => <LastTask row={row} timeZone={timeZone} />,
    },
    {
      id: "days",
      header: "Dias",
      wrap: true,
      cell: (row) =>
        row.days && (
          <div className="min-w-24">
            <Days row={row} />
          </div>
        ),
    },
    {
      id: "nextRun",
      header: "Próxima",
      cell: (row) =>
        row.nextRunAt && (hoped.get(row.id) ?? row.state) === "active" ? (
          <RelativeTime value={row.nextRunAt} timeZone={timeZone} short />
        ) : (
          <span className="text-muted-foreground">—</span>
        ),
    },
    {
      id: "recent",
      header: "Execuções",
      mobile: "hidden",
      cell: (row) =>
        row.recent.length > 0 && (
          <StatusStrip
            name={row.description}
            executions={row.recent.map((task) => ({
              id: String(task.id),
              status: task.status,
              records: task.records,
              label: `Tarefa ${task.id} · ${formatInstant(new Date(task.at), timeZone).slice(0, 16)}`,
              href: `/integracoes/${row.id}/tarefas?tarefa=${task.id}`,
            }))}
          />
        ),
    },
  ];
}

/** Wide enough for two or three words a line, however many columns stand beside it. */
function Description({ text, isNew }: { text: string; isNew: boolean }) {
  return (
    <span className="sm:inline-block sm:min-w-40">
      {text}
      {isNew && (
        <Badge tone="accent" className="ml-1.5 align-text-bottom">
          Nova
        </Badge>
      )}
    </span>
  );
}

function StateCell({ row, state }: { row: IntegrationListRow; state: ListState }) {
  if (state !== "paused" || !row.pausedReason) return <StateBadge state={state} />;
  return (
    <Tooltip text={row.pausedReason}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the reason must be reachable without a mouse; the page of the integration says it in full */}
      <span tabIndex={0} className="rounded-sm">
        <StateBadge state={state} />
      </span>
    </Tooltip>
  );
}

function Days({ row: { id, days } }: { row: IntegrationListRow }) {
  const sentence = days && describeDays(days);
  if (!sentence) return null;
  return (
    <Link
      href={`/integracoes/${id}/dias`}
      className={cn("hover:underline", days.missingDays > 0 && "text-failed")}
    >
      {sentence}
    </Link>
  );
}

function LastTask({ row: { lastTask }, timeZone }: { row: IntegrationListRow; timeZone: string }) {
  if (!lastTask) return <span className="text-muted-foreground">Sem execuções</span>;
  return (
    <span className="inline-flex items-center gap-2">
      <StatusBadge status={lastTask.status} />
      <span className="text-muted-foreground max-sm:hidden">
        <RelativeTime value={lastTask.at} timeZone={timeZone} short />
      </span>
    </span>
  );
}
