import type { GridColumn } from "../data-grid/grid-column.ts";
import { StatusBadge } from "../status/status-badge.tsx";
import type { TaskRow } from "@/lib/admin/tasks/task-row.ts";
import { formatDay, formatInstant } from "@/lib/core/period.ts";
import { STATUS_LABEL, TASK_STATUSES } from "@/lib/core/status.ts";
import { FailureReason } from "./failure-reason.tsx";
import { describeProgress } from "./describe-progress.ts";

const STATUS_OPTIONS = TASK_STATUSES.map((value) => ({ value, label: STATUS_LABEL[value] }));

/** The reference's columns; "Operação" only where the type has more than one. */
export function taskColumns(
  timeZone: string,
  filters: { users: readonly string[]; operations: Readonly<Record<string, string>> },
): GridColumn<TaskRow, "tasks">[] {
  const operations = Object.entries(filters.operations);
  return [
    {
      id: "code",
      header: "Código",
      cell: (task) => <span className="tabular-nums">{task.id}</span>,
      sortable: true,
      rowHeader: true,
      mobile: "title",
      width: "5.5rem",
    },
    ...(operations.length > 1
      ? [
          {
            id: "operation",
            header: "Operação",
            cell: (task) => task.operationLabel,
            sortable: true,
            filter: { options: operations.map(([value, label]) => ({ value, label })) },
          } satisfies GridColumn<TaskRow, "tasks">,
        ]
      : []),
    {
      id: "createdAt",
      header: "Dt. cadastro",
      cell: (task) => (
        <time dateTime={task.createdAt}>{formatInstant(new Date(task.createdAt), timeZone)}</time>
      ),
      sortable: true,
    },
    {
      id: "first",
      header: "Dt. inicial mov",
      cell: (task) => formatDay(task.period.first),
      sortable: true,
    },
    {
      id: "last",
      header: "Dt. final mov",
      cell: (task) => formatDay(task.period.last),
      sortable: true,
    },
    {
      id: "user",
      header: "Usuário",
      mobile: "hidden",
      cell: (task) => task.requestedName,
      sortable: true,
      filter: { options: filters.users.map((name) => ({ value: name, label: name })) },
    },
    {
      id: "status",
      header: "Situação",
      mobile: "status",
      sortable: true,
      filter: { options: STATUS_OPTIONS },
      cell: (task) => (
        <span className="inline-flex flex-wrap items-center gap-x-2">
          <StatusBadge status={task.status} />
          {task.progress && (
            <span className="text-xs text-muted-foreground">
              {describeProgress(task.progress, timeZone)}
            </span>
          )}
        </span>
      ),
    },
    {
      id: "reason",
      header: "Motivo falha",
      cell: (task) =>
        task.failureReason && (
          <FailureReason reason={task.failureReason} of={`tarefa ${task.id}`} />
        ),
      wrap: true,
    },
  ];
}
