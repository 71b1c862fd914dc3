"use client";

import { ListChecks } from "lucide-react";
import { useMemo } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import { TaskFilesDialog } from "../files/task-files-dialog.tsx";
import { Alert } from "../ui/alert.tsx";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { TaskRow } from "@/lib/admin/tasks/task-row.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { taskColumns } from "./task-columns.tsx";
import { TaskSheet } from "./task-sheet.tsx";
import { type TaskActions, type TaskRights, useTaskActions } from "./use-task-actions.tsx";
import { useLiveEvents } from "../hooks/use-live-events.ts";
import { useUrlParam } from "../hooks/use-url-param.ts";

/** Props of {@link TaskGrid}. */
export interface TaskGridProps {
  integrationId: number;
  integrationName: string;
  initial: GridPage<TaskRow>;
  filters: { users: readonly string[]; operations: Readonly<Record<string, string>> };
  timeZone: string;
  actions: TaskActions;
  rights: TaskRights & { run: boolean; download: boolean };
}

const FALLBACK_MS = 10_000;
const rowId = (task: TaskRow) => String(task.id);
const rowLabel = (task: TaskRow) => `tarefa ${task.id}`;
const failed = (task: TaskRow) => task.status === "failed";

/** The tab "Tarefas": the list, which follows the engine by itself, and the windows over it. */
export function TaskGrid({
  integrationId,
  integrationName,
  initial,
  filters,
  timeZone,
  actions,
  rights,
}: TaskGridProps) {
  const [open, setOpen] = useUrlParam("tarefa");
  const [files, setFiles] = useUrlParam("arquivos");
  const columns = useMemo(() => taskColumns(timeZone, filters), [timeZone, filters]);
  const acts = useTaskActions({
    integrationId,
    actions,
    rights,
    openFiles: (id) => setFiles(String(id)),
  });
  useLiveEvents("tasks", integrationId);

  return (
    <div className="flex flex-col gap-3">
      {acts.banner && (
        <Alert tone={acts.banner.tone} onDismiss={() => acts.setBanner(null)}>
          {acts.banner.message}
        </Alert>
      )}
      <DataGrid<TaskRow>
        name="tarefas"
        label="Tarefas"
        columns={columns}
        url={`/api/integrations/${integrationId}/tasks`}
        initial={initial}
        live={FALLBACK_MS}
        rowId={rowId}
        rowLabel={rowLabel}
        onRowOpen={(task) => setOpen(String(task.id))}
        rowActions={acts.menuOf}
        emphasizeRow={failed}
        searchPlaceholder="Pesquisar tarefas"
        empty={
          <EmptyState icon={<ListChecks />} title="Nenhuma tarefa ainda">
            {rights.run
              ? "Use “Executar integração” para enviar um período agora ou aguarde a próxima execução programada."
              : "As tarefas aparecem aqui a cada execução programada."}
          </EmptyState>
        }
      />
      {open && (
        <TaskSheet
          key={open}
          taskId={open}
          integrationId={integrationId}
          integrationName={integrationName}
          timeZone={timeZone}
          acts={acts}
          rights={rights}
          onClose={() => setOpen(null)}
          onFiles={() => setFiles(open)}
        />
      )}
      {files && (
        <TaskFilesDialog
          key={files}
          taskId={files}
          mayDownload={rights.download}
          timeZone={timeZone}
          onClose={() => setFiles(null)}
        />
      )}
      <ConfirmDialog
        open={acts.cancelling !== null}
        onOpenChange={(stay) => !stay && acts.setCancelling(null)}
        title={`Cancelar a tarefa ${acts.cancelling?.id ?? ""}?`}
        description="Os arquivos já aceitos pelo parceiro continuam aceitos. Os demais não serão enviados, e a tarefa poderá ser reprocessada depois."
        confirmLabel="Cancelar tarefa"
        cancelLabel="Voltar"
        destructive
        onConfirm={() => acts.cancelling && void acts.cancel(acts.cancelling)}
      />
    </div>
  );
}
