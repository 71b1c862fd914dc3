"use client";

import Link from "next/link";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";
import { cn } from "../ui/cn.ts";
import { STATUS_LABEL, TASK_STATUSES, type TaskStatus } from "@/lib/core/status.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { StatusBadge } from "./status-badge.tsx";

/** One execution as the strip shows it. */
export interface StripExecution {
  id: string;
  status: TaskStatus;
  /** Records it carried: the height of its bar. */
  records: number;
  /** When or what ("12/03/2026", "Tarefa 4812 · 12/03 14:00"), ready to read. */
  label: string;
  href: string;
}

const SLOTS = 14;
const number = new Intl.NumberFormat("pt-BR");
// Shape speaks beside colour: hollow waits, striped is on its way, solid arrived, a cap on top failed.
const BAR: Record<TaskStatus, string> = {
  pending: "border border-pending-mark bg-transparent",
  sent: "border border-sent-mark bg-sent-mark/45",
  done: "bg-done-mark",
  failed:
    "bg-failed-mark before:absolute before:-top-1 before:left-0 before:h-0.5 before:w-full before:bg-failed-mark",
};

/** Counts by status, in words: "12 concluídas, 2 com falha". */
export function describeStrip(executions: readonly StripExecution[]): string {
  const words: Record<TaskStatus, [one: string, many: string]> = {
    pending: ["pendente", "pendentes"],
    sent: ["enviada", "enviadas"],
    done: ["concluída", "concluídas"],
    failed: ["com falha", "com falha"],
  };
  const parts = TASK_STATUSES.toReversed().flatMap((status) => {
    const count = executions.filter((one) => one.status === status).length;
    return count === 0 ? [] : [formatCount(count, ...words[status])];
  });
  return parts.join(", ");
}

/**
 * The last executions as small bars, oldest at the left. The strip is one button (bars alone would be too
 * small to hit): it opens the same executions as a list of links, which is also what a screen reader gets.
 */
export function StatusStrip({
  executions,
  name,
}: {
  executions: readonly StripExecution[];
  name: string;
}) {
  const shown = executions.slice(-SLOTS);
  if (shown.length === 0) return <span className="text-muted-foreground">Sem execuções</span>;
  const most = Math.max(1, ...shown.map((one) => one.records));
  return (
    <Popover>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={`Últimas ${shown.length} execuções de ${name}: ${describeStrip(shown)}`}
          className="flex h-6 items-end justify-end gap-0.5 rounded-sm px-0.5 pb-0.5 hover:bg-foreground/8 aria-expanded:bg-foreground/8 relative pointer-coarse:after:absolute pointer-coarse:after:-inset-2.5"
        >
          {Array.from({ length: SLOTS - shown.length }, (_, index) => (
            <span key={`empty-${index}`} className="h-0.5 w-1 rounded-[1px] bg-foreground/15" />
          ))}
          {shown.map((one) => (
            <span
              key={one.id}
              title={`${one.label}: ${STATUS_LABEL[one.status]}, ${formatCount(one.records, "registro", "registros")}`}
              className={cn("relative w-1 rounded-[1px]", BAR[one.status])}
              // The square root keeps a small day visible beside a large one.
              style={{ height: `${4 + Math.round(13 * Math.sqrt(one.records / most))}px` }}
            />
          ))}
        </button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label={`Últimas execuções de ${name}`}
        className="max-h-80 w-80 overflow-y-auto p-1"
      >
        <ul>
          {shown.toReversed().map((one) => (
            <li key={one.id}>
              <Link
                href={one.href}
                prefetch={false}
                className="flex min-h-8 items-center gap-3 rounded-sm px-2 text-sm hover:bg-accent focus-visible:-outline-offset-2 pointer-coarse:min-h-11"
              >
                <span className="min-w-0 flex-1 truncate tabular-nums">{one.label}</span>
                <span className="text-xs text-muted-foreground tabular-nums">
                  {number.format(one.records)}
                </span>
                <StatusBadge status={one.status} />
              </Link>
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  );
}
