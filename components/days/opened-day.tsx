import Link from "next/link";
import type { ReactNode } from "react";
import type { OpenedDay } from "@/lib/admin/days/read-day.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { formatDay, formatInstant } from "@/lib/core/period.ts";
import { StatusBadge } from "../status/status-badge.tsx";
import { cn } from "../ui/cn.ts";
import { DAY_LOOK } from "./day-words.tsx";

/** One cell of the calendar: what became of the day, and through which tasks and files. */
export function OpenedDayPanel({
  opened,
  integrationId,
  timeZone,
  children,
}: {
  opened: OpenedDay;
  integrationId: number;
  timeZone: string;
  /** What may be done with the day. */
  children?: ReactNode;
}) {
  const look = DAY_LOOK[opened.state];
  const Icon = look.icon;
  const moment = (at: string) => formatInstant(new Date(at), timeZone).slice(0, 16);
  return (
    <section id="dia" aria-labelledby="dia-titulo" className="rounded-md border bg-card p-4">
      <h2 id="dia-titulo" className="flex flex-wrap items-center gap-2 text-base font-semibold">
        {formatDay(opened.day)} · {opened.branchName}
        <span
          className={cn(
            "inline-flex items-center gap-1 rounded-sm px-1.5 py-0.5 text-xs font-medium",
            look.tone,
          )}
        >
          <Icon aria-hidden className="size-3.5" />
          {look.label}
        </span>
      </h2>
      <p className="mt-1 text-sm text-muted-foreground">
        {look.says}
        {opened.refused > 0 &&
          ` ${formatCount(opened.refused, "registro recusado", "registros recusados")}.`}
        {opened.at !== null && opened.state !== "missing" && ` Desde ${moment(opened.at)}.`}
        {opened.state === "missing" &&
          opened.dueAt !== null &&
          ` Deveria ter ido em ${moment(opened.dueAt)}.`}
      </p>
      {children && <div className="mt-3">{children}</div>}
      {opened.tasks.length === 0 ? (
        <p className="mt-3 text-sm">Nenhuma tarefa passou por este dia.</p>
      ) : (
        <ul className="mt-3 flex flex-col gap-3">
          {opened.tasks.map((task) => (
            <li key={task.id} className="flex flex-col gap-1 border-t pt-2 text-sm">
              <span className="flex flex-wrap items-center gap-2">
                <Link
                  href={`/integracoes/${integrationId}/tarefas?tarefa=${task.id}`}
                  className="font-medium text-primary hover:underline"
                >
                  Tarefa {task.id}
                </Link>
                <StatusBadge status={task.status} />
                <span className="text-muted-foreground tabular-nums">
                  {moment(task.finishedAt ?? task.createdAt)}
                </span>
              </span>
              {task.failureReason && <span className="text-failed">{task.failureReason}</span>}
              {task.files.map((file) => (
                <span key={file.id} className="flex flex-wrap items-center gap-2 pl-3">
                  <Link
                    href={`/integracoes/${integrationId}/tarefas?arquivos=${task.id}`}
                    className="wrap-anywhere hover:underline"
                  >
                    {file.name}
                  </Link>
                  <StatusBadge status={file.status} />
                  <span className="text-muted-foreground">
                    {formatCount(file.rows, "registro", "registros")}
                  </span>
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
