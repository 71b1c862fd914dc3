"use client";

import { Ban, FileText, FolderDown, RotateCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { describeProblem } from "../forms/describe-problem.tsx";
import type { RowAction } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { TaskRow } from "@/lib/admin/tasks/task-row.ts";

/** What the list asks of the server. */
export interface TaskActions {
  reprocess: (input: { taskId: number }) => Promise<Outcome<{ taskId: number }>>;
  cancel: (input: { taskId: number }) => Promise<Outcome<{ taskId: number }>>;
}

/** What the person's profile allows on tasks. */
export interface TaskRights {
  reprocess: boolean;
  logs: boolean;
}

/** A message about the last act, kept on the page until dismissed. */
export interface TaskBanner {
  tone: "success" | "info" | "error";
  message: ReactNode;
}

/** The menu of a task and what became of the last act on one. */
export function useTaskActions({
  integrationId,
  actions,
  rights,
  openFiles,
}: {
  integrationId: number;
  actions: TaskActions;
  rights: TaskRights;
  openFiles: (taskId: number) => void;
}) {
  const [banner, setBanner] = useState<TaskBanner | null>(null);
  const [cancelling, setCancelling] = useState<TaskRow | null>(null);
  const [busy, setBusy] = useState(false);

  async function act(work: () => Promise<Outcome<{ taskId: number }>>, done: string) {
    setBusy(true);
    let next: TaskBanner;
    try {
      const outcome = await work();
      next = outcome.ok
        ? { tone: "success", message: done }
        : {
            tone: outcome.problem.kind === "conflict" ? "info" : "error",
            message: describeProblem(outcome.problem),
          };
    } catch {
      next = {
        tone: "error",
        message: "Não foi possível falar com o servidor. Confira sua rede e tente novamente.",
      };
    }
    setBusy(false);
    setBanner(next);
    // A failure stays until it is closed: it may be read late.
    toast[next.tone](next.message, next.tone === "error" ? { duration: Infinity } : {});
    refreshGrid("tarefas");
  }
  const reprocess = (task: Pick<TaskRow, "id">) =>
    act(
      () => actions.reprocess({ taskId: task.id }),
      "Solicitação enviada para a fila de processamento.",
    );
  const cancel = (task: Pick<TaskRow, "id">) =>
    act(() => actions.cancel({ taskId: task.id }), `Tarefa ${task.id} cancelada.`);

  function menuOf(task: TaskRow): RowAction[] {
    const failed = task.status === "failed";
    return [
      ...(rights.reprocess
        ? [
            {
              label: "Reprocessar tarefa",
              icon: <RotateCw aria-hidden />,
              disabled: !failed,
              hint: failed ? undefined : "Só para tarefas em “Falha no envio”",
              onSelect: () => void reprocess(task),
            },
          ]
        : []),
      {
        label: "Arquivos gerados",
        icon: <FolderDown aria-hidden />,
        onSelect: () => openFiles(task.id),
      },
      ...(rights.logs
        ? [
            {
              label: "Ver logs",
              icon: <FileText aria-hidden />,
              href: `/integracoes/${integrationId}/logs?tarefa=${task.id}`,
            },
          ]
        : []),
      ...(rights.reprocess && task.status === "pending"
        ? [
            {
              label: "Cancelar tarefa",
              icon: <Ban aria-hidden />,
              destructive: true,
              onSelect: () => setCancelling(task),
            },
          ]
        : []),
    ];
  }
  return { banner, setBanner, cancelling, setCancelling, busy, reprocess, cancel, menuOf };
}
