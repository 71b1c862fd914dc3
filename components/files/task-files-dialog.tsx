"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, FolderOpen, History } from "lucide-react";
import { useMemo, useState } from "react";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { GridFailure } from "../data-grid/grid-states.tsx";
import { LocalGrid } from "../data-grid/local-grid.tsx";
import { FailureReason } from "../tasks/failure-reason.tsx";
import { fetchJson } from "../data/fetch-json.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "../ui/dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { FileRow } from "@/lib/admin/files/file-row.ts";
import type { TaskFiles } from "@/lib/admin/files/list-task-files.ts";
import { STATUS_LABEL } from "@/lib/core/status.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { fileMenu } from "./file-menu.tsx";
import { FileStatus } from "./file-status.tsx";

const LIVE_MS = 5000;
const rowId = (file: FileRow) => String(file.id);
const rowLabel = (file: FileRow) => `arquivo ${file.name}`;
const NO_FILES: FileRow[] = [];

function filesColumns(rows: readonly FileRow[], timeZone: string): GridColumn<FileRow>[] {
  const options = (values: readonly (string | null)[]) =>
    [...new Set(values)]
      .filter((value) => value !== null && value !== "")
      .map((value) => ({ value: value!, label: value! }));
  return [
    {
      id: "name",
      header: "Arquivo",
      cell: (file) => <span className="font-mono text-xs wrap-anywhere">{file.name}</span>,
      value: (file) => file.name,
      sortable: true,
      rowHeader: true,
      mobile: "title",
      filter: { options: options(rows.map((file) => file.name)) },
    },
    {
      id: "status",
      header: "Situação",
      cell: (file) => <FileStatus file={file} timeZone={timeZone} />,
      value: (file) => STATUS_LABEL[file.status],
      sortable: true,
      filter: { options: options(rows.map((file) => STATUS_LABEL[file.status])) },
    },
    {
      id: "reason",
      header: "Motivo falha",
      cell: (file) => <FailureReason reason={file.failureReason} of={file.name} />,
      value: (file) => file.failureReason ?? "",
      filter: { options: options(rows.map((file) => file.failureReason)) },
    },
  ];
}

/** Props of {@link TaskFilesDialog}. */
export interface TaskFilesDialogProps {
  taskId: string;
  mayDownload: boolean;
  timeZone: string;
  onClose: () => void;
}

/** "Arquivos gerados para a tarefa": the last seven at once, older ones by asking. */
export function TaskFilesDialog({ taskId, mayDownload, timeZone, onClose }: TaskFilesDialogProps) {
  const url = `/api/tasks/${encodeURIComponent(taskId)}/files`;
  const { data, error, refetch } = useQuery({
    queryKey: ["task", taskId, "files"],
    queryFn: ({ signal }) => fetchJson<TaskFiles>(url, signal),
    refetchInterval: (query) =>
      query.state.data?.rows.some((file) => file.status === "pending" && !file.superseded)
        ? LIVE_MS
        : false,
  });
  const [older, setOlder] = useState<{ rows: FileRow[]; hasOlder: boolean } | null>(null);
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const newest = data?.rows ?? NO_FILES;
  const rows = useMemo(() => {
    const known = new Set(newest.map((file) => file.id));
    return [...newest, ...(older?.rows.filter((file) => !known.has(file.id)) ?? [])];
  }, [newest, older]);
  const columns = useMemo(() => filesColumns(rows, timeZone), [rows, timeZone]);
  const hasOlder = older ? older.hasOlder : (data?.hasOlder ?? false);
  const downloadable =
    mayDownload && rows.some((file) => !file.removedAt && !file.superseded && !file.withheld);
  const withheld = (mayDownload && rows.find((file) => file.withheld)?.withheld) || null;

  async function showOlder() {
    const last = rows.at(-1);
    if (!last || loading) return;
    setLoading(true);
    try {
      const more = await fetchJson<TaskFiles>(`${url}?before=${last.id}`);
      setOlder({ rows: [...(older?.rows ?? []), ...more.rows], hasOlder: more.hasOlder });
      setProblem(null);
    } catch (reason) {
      setProblem(reason);
    }
    setLoading(false);
  }

  return (
    <Dialog open onOpenChange={(stay) => !stay && onClose()}>
      <DialogContent size="xl">
        <DialogHeader>
          <DialogTitle>Arquivos gerados para a tarefa {taskId}</DialogTitle>
          <DialogDescription>
            {data
              ? data.total === 0
                ? "Nenhum arquivo."
                : `${rows.length.toLocaleString("pt-BR")} de ${formatCount(data.total, "arquivo", "arquivos")}, dos mais novos aos mais antigos.`
              : "Carregando…"}
          </DialogDescription>
        </DialogHeader>
        <DialogBody className="pb-4">
          {error && !data ? (
            <GridFailure error={error} onRetry={() => void refetch()} />
          ) : !data ? (
            <div
              aria-hidden
              className="flex animate-in flex-col gap-3 py-3 delay-200 fill-mode-backwards fade-in-0"
            >
              {[0, 1, 2, 3].map((row) => (
                <Skeleton key={row} className="h-6" />
              ))}
            </div>
          ) : (
            <>
              {withheld && (
                <Alert tone="info" className="mb-3">
                  {withheld.replace("O arquivo tem", "Os arquivos desta tarefa têm")}
                </Alert>
              )}
              <LocalGrid<FileRow>
                name={`arquivos-da-tarefa`}
                label="Arquivos gerados para a tarefa"
                columns={columns}
                rows={rows}
                rowId={rowId}
                rowLabel={rowLabel}
                rowActions={(file) => fileMenu(file, mayDownload)}
                searchPlaceholder="Pesquisar arquivos"
                onRefresh={() => void refetch()}
                toolbar={
                  downloadable && (
                    <Button variant="outline" size="sm" asChild>
                      <a href={`/api/tasks/${encodeURIComponent(taskId)}/files.zip`} download>
                        <Download aria-hidden />
                        Baixar todos
                      </a>
                    </Button>
                  )
                }
                empty={
                  <EmptyState icon={<FolderOpen />} title="Esta tarefa não gerou arquivos">
                    Se a tarefa já terminou, não havia movimento no período.
                  </EmptyState>
                }
              />
              {problem !== null && <GridFailure error={problem} onRetry={() => void showOlder()} />}
              {hasOlder && (
                <div className="mt-3 flex flex-wrap items-center gap-3">
                  <Button
                    variant="outline"
                    size="sm"
                    busy={loading}
                    onClick={() => void showOlder()}
                  >
                    <History aria-hidden />
                    Mostrar arquivos anteriores
                  </Button>
                  <span className="text-xs text-muted-foreground">
                    A pesquisa e os filtros valem para os arquivos exibidos.
                  </span>
                </div>
              )}
            </>
          )}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
