"use client";

import { Files } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { FailureReason } from "../tasks/failure-reason.tsx";
import { useLiveEvents } from "../hooks/use-live-events.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import type { FileRow } from "@/lib/admin/files/file-row.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { formatDay, formatInstant } from "@/lib/core/period.ts";
import { STATUS_LABEL, TASK_STATUSES } from "@/lib/core/status.ts";
import { fileMenu } from "./file-menu.tsx";
import { FileStatus } from "./file-status.tsx";
import { formatBytes } from "@/lib/core/format-bytes.ts";

/** Props of {@link FileGrid}. */
export interface FileGridProps {
  integrationId: number;
  initial: GridPage<FileRow>;
  branches: ReadonlyArray<{ id: number; name: string }>;
  mayDownload: boolean;
  timeZone: string;
}

const FALLBACK_MS = 15_000;
const rowId = (file: FileRow) => String(file.id);
const rowLabel = (file: FileRow) => `arquivo ${file.name}`;

function fileColumns({
  integrationId,
  branches,
  timeZone,
}: FileGridProps): GridColumn<FileRow, "files">[] {
  return [
    {
      id: "name",
      header: "Arquivo",
      cell: (file) => <span className="font-mono text-xs wrap-anywhere">{file.name}</span>,
      sortable: true,
      rowHeader: true,
      mobile: "title",
    },
    {
      id: "task",
      header: "Tarefa",
      align: "right",
      sortable: true,
      cell: (file) => (
        <Link
          className="inline-block min-h-6 min-w-6 rounded-sm py-0.5 text-primary tabular-nums hover:underline"
          href={`/integracoes/${integrationId}/tarefas?tarefa=${file.taskId}`}
          prefetch={false}
        >
          {file.taskId}
        </Link>
      ),
    },
    {
      id: "branch",
      header: "Filial",
      cell: (file) => file.branch ?? "",
      filter: { options: branches.map(({ id, name }) => ({ value: String(id), label: name })) },
    },
    {
      id: "day",
      header: "Dia",
      cell: (file) => (file.day ? formatDay(file.day) : ""),
      sortable: true,
    },
    {
      id: "rows",
      header: "Registros",
      align: "right",
      mobile: "hidden",
      cell: (file) => <span className="tabular-nums">{file.rows.toLocaleString("pt-BR")}</span>,
      sortable: true,
    },
    {
      id: "bytes",
      header: "Tamanho",
      align: "right",
      mobile: "hidden",
      cell: (file) => <span className="tabular-nums">{formatBytes(file.bytes)}</span>,
      sortable: true,
    },
    {
      id: "createdAt",
      header: "Gerado em",
      cell: (file) => (
        <time dateTime={file.createdAt}>
          {formatInstant(new Date(file.createdAt), timeZone).slice(0, 16)}
        </time>
      ),
      sortable: true,
    },
    {
      id: "status",
      header: "Situação",
      mobile: "status",
      cell: (file) => <FileStatus file={file} timeZone={timeZone} />,
      sortable: true,
      filter: { options: TASK_STATUSES.map((value) => ({ value, label: STATUS_LABEL[value] })) },
    },
    {
      id: "reason",
      header: "Motivo falha",
      cell: (file) =>
        file.failureReason && <FailureReason reason={file.failureReason} of={file.name} />,
      wrap: true,
    },
  ];
}

/** The tab "Arquivos": what the integration made, across its tasks. */
export function FileGrid(props: FileGridProps) {
  const { integrationId, initial, branches, mayDownload, timeZone } = props;
  const columns = useMemo(
    () => fileColumns({ integrationId, initial, branches, mayDownload, timeZone }),
    [integrationId, initial, branches, mayDownload, timeZone],
  );
  useLiveEvents("tasks", integrationId);
  return (
    <DataGrid<FileRow>
      name="arquivos"
      label="Arquivos"
      columns={columns}
      url={`/api/integrations/${integrationId}/files`}
      initial={initial}
      live={FALLBACK_MS}
      rowId={rowId}
      rowLabel={rowLabel}
      rowActions={(file) => fileMenu(file, mayDownload)}
      searchPlaceholder="Pesquisar arquivos"
      empty={
        <EmptyState icon={<Files />} title="Nenhum arquivo ainda">
          Os arquivos gerados pela integração aparecem aqui assim que uma tarefa é preparada.
        </EmptyState>
      }
    />
  );
}
