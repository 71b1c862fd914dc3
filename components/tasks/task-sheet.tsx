"use client";

import { useQuery } from "@tanstack/react-query";
import { FileText, FolderDown, RotateCw } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { GridFailure } from "../data-grid/grid-states.tsx";
import { StatusBadge } from "../status/status-badge.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import {
  Sheet,
  SheetBody,
  SheetContent,
  SheetDescription,
  SheetHeader,
  SheetTitle,
} from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { TaskDetail } from "@/lib/admin/tasks/read-task.ts";
import { formatDay } from "@/lib/core/period.ts";
import { STATUS_LABEL, type TaskStatus } from "@/lib/core/status.ts";
import { fetchJson } from "../data/fetch-json.ts";
import { RefusedRecords } from "./refused-records.tsx";
import { TaskTimeline } from "./task-timeline.tsx";
import { describeProgress } from "./describe-progress.ts";
import type { TaskRights, useTaskActions } from "./use-task-actions.tsx";

const MARK: Record<TaskStatus, string> = { pending: "…", sent: "↑", done: "✓", failed: "✕" };
const SHORT: Record<TaskStatus, string> = { ...STATUS_LABEL, failed: "Falha" };

/** Props of {@link TaskSheet}. */
export interface TaskSheetProps {
  taskId: string;
  integrationId: number;
  integrationName: string;
  timeZone: string;
  acts: ReturnType<typeof useTaskActions>;
  rights: TaskRights;
  onClose: () => void;
  onFiles: () => void;
}

/** One task: what happened, why, what to do now, and its way so far. */
export function TaskSheet({
  taskId,
  integrationId,
  integrationName,
  timeZone,
  acts,
  rights,
  onClose,
  onFiles,
}: TaskSheetProps) {
  const {
    data: task,
    error,
    refetch,
  } = useQuery({
    queryKey: ["task", taskId],
    queryFn: ({ signal }) =>
      fetchJson<TaskDetail>(`/api/tasks/${encodeURIComponent(taskId)}`, signal),
    refetchInterval: 10_000,
  });
  useTitle(
    task ? `${MARK[task.status]} ${integrationName} #${task.id} · ${SHORT[task.status]}` : null,
  );

  return (
    <Sheet open onOpenChange={(stay) => !stay && onClose()}>
      <SheetContent>
        <SheetHeader>
          <SheetTitle>Tarefa {taskId}</SheetTitle>
          <SheetDescription>
            {task
              ? `${task.operationLabel} · ${formatDay(task.period.first)} a ${formatDay(task.period.last)} · solicitada por ${task.requestedName}`
              : integrationName}
          </SheetDescription>
        </SheetHeader>
        <SheetBody>
          {error && !task && <GridFailure error={error} onRetry={() => void refetch()} />}
          {!error && !task && <SheetSkeleton />}
          {task && (
            <div className="flex flex-col gap-4">
              <div className="flex flex-wrap items-center gap-2">
                <StatusBadge status={task.status} />
                {task.progress && (
                  <span className="text-sm text-muted-foreground">
                    {describeProgress(task.progress, timeZone)}
                  </span>
                )}
                {task.generation > 1 && (
                  <span className="text-sm text-muted-foreground">
                    reprocessada{" "}
                    {task.generation === 2 ? "uma vez" : `${task.generation - 1} vezes`}
                  </span>
                )}
              </div>
              {acts.banner && <Alert tone={acts.banner.tone}>{acts.banner.message}</Alert>}
              {task.failureReason && (
                <Alert tone={task.status === "failed" ? "error" : "info"} title="Motivo falha">
                  <span className="whitespace-pre-wrap">{task.failureReason}</span>
                </Alert>
              )}
              <div className="flex flex-wrap gap-2">
                {rights.reprocess && task.status === "failed" && (
                  <Button busy={acts.busy} onClick={() => void acts.reprocess(task)}>
                    <RotateCw aria-hidden />
                    Reprocessar tarefa
                  </Button>
                )}
                <Button variant="outline" onClick={onFiles}>
                  <FolderDown aria-hidden />
                  Arquivos gerados
                </Button>
                {rights.logs && (
                  <Button variant="outline" asChild>
                    <Link href={`/integracoes/${integrationId}/logs?tarefa=${task.id}`}>
                      <FileText aria-hidden />
                      Ver logs
                    </Link>
                  </Button>
                )}
              </div>
              <TaskTimeline task={task} timeZone={timeZone} />
              <RefusedRecords rejections={task.rejections} />
            </div>
          )}
        </SheetBody>
      </SheetContent>
    </Sheet>
  );
}

/** The browser's tab tells what is open and how it stands; closing gives the old title back. */
function useTitle(title: string | null): void {
  useEffect(() => {
    if (!title) return;
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}

function SheetSkeleton() {
  return (
    <div
      role="status"
      aria-label="Carregando a tarefa"
      className="flex animate-in flex-col gap-4 delay-200 fill-mode-backwards fade-in-0"
    >
      <Skeleton className="h-5 w-24" />
      <Skeleton className="h-9 w-72" />
      {[0, 1, 2, 3].map((step) => (
        <Skeleton key={step} className="h-8 w-full" />
      ))}
    </div>
  );
}
