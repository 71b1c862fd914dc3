import { CircleAlert, CircleCheck, Clock, LoaderCircle } from "lucide-react";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { Badge } from "../ui/badge.tsx";
import { Progress } from "../ui/progress.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { ImportView } from "@/lib/admin/movements/import-row.ts";
import { IMPORT_SOURCE, IMPORT_STATUS } from "./import-words.ts";

const ICON = {
  waiting: Clock,
  running: LoaderCircle,
  finished: CircleCheck,
  failed: CircleAlert,
} as const;
const number = new Intl.NumberFormat("pt-BR");

/** The import's state, with how far it is while it runs. */
export function ImportStatus({
  row,
}: {
  row: Pick<ImportView, "status" | "bytes" | "bytesRead" | "name">;
}) {
  const { label, tone } = IMPORT_STATUS[row.status];
  const Icon = ICON[row.status];
  return (
    <span className="inline-flex items-center gap-2">
      <Badge tone={tone}>
        <Icon
          aria-hidden
          className={row.status === "running" ? "motion-safe:animate-spin" : undefined}
        />
        {label}
      </Badge>
      {row.status === "running" && (
        <Progress
          className="w-20"
          value={row.bytesRead}
          max={Math.max(1, row.bytes)}
          label={`Leitura de ${row.name}`}
        />
      )}
    </span>
  );
}

/** Columns of the tab "Importações". */
export function importColumns(
  timeZone: string,
  withClient: boolean,
): GridColumn<ImportView, "imports">[] {
  const count = (
    id: "read" | "accepted" | "duplicated" | "refused",
    header: string,
  ): Omit<GridColumn<ImportView>, "id" | "sortable" | "filter"> => ({
    header,
    align: "right",
    mobile: id === "accepted" || id === "refused" ? "line" : "hidden",
    cell: (row) => (
      <span
        className={
          id === "refused" && row.refused > 0
            ? "font-medium text-failed tabular-nums"
            : "tabular-nums"
        }
      >
        {number.format(row[id])}
      </span>
    ),
  });
  return [
    {
      id: "name",
      header: "Arquivo",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) =>
        row.dryRun ? (
          <span className="inline-flex items-center gap-2">
            {row.name} <Badge tone="neutral">Conferência</Badge>
          </span>
        ) : (
          row.name
        ),
    },
    ...(withClient
      ? [
          {
            id: "client",
            header: "Cliente",
            cell: (row) => row.organizationName,
          } satisfies GridColumn<ImportView, "imports">,
        ]
      : []),
    {
      id: "source",
      header: "Origem",
      mobile: "hidden",
      filter: {
        options: Object.entries(IMPORT_SOURCE).map(([value, label]) => ({ value, label })),
      },
      cell: (row) => IMPORT_SOURCE[row.source],
    },
    {
      id: "status",
      header: "Situação",
      mobile: "status",
      filter: {
        options: Object.entries(IMPORT_STATUS).map(([value, { label }]) => ({ value, label })),
      },
      cell: (row) => <ImportStatus row={row} />,
    },
    { id: "read", sortable: true, ...count("read", "Lidos") },
    { id: "accepted", ...count("accepted", "Aceitos") },
    { id: "duplicated", ...count("duplicated", "Duplicados") },
    { id: "refused", sortable: true, ...count("refused", "Recusados") },
    {
      id: "person",
      header: "Usuário",
      sortable: true,
      mobile: "hidden",
      cell: (row) => row.requestedName,
    },
    {
      id: "createdAt",
      header: "Data",
      sortable: true,
      cell: (row) => <RelativeTime value={row.createdAt} timeZone={timeZone} />,
    },
  ];
}
