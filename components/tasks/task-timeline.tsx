import { Check, Circle, LoaderCircle, X } from "lucide-react";
import { cn } from "../ui/cn.ts";
import type { TaskDetail } from "@/lib/admin/tasks/read-task.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";

interface Step {
  name: string;
  at: string | null;
  note: string;
  state: "done" | "now" | "failed" | "ahead";
}

const ORIGIN = {
  schedule: "pelo agendamento",
  person: null,
  partner: "pelo parceiro",
} as const;

/** The four steps of a task with their moments. Those of the current generation: a reprocess begins anew. */
function stepsOf(task: TaskDetail): Step[] {
  const made = task.files.pending + task.files.sent + task.files.done + task.files.failed;
  const count = (files: number) => formatCount(files, "arquivo", "arquivos");
  const failed = task.status === "failed";
  const ended = task.status === "done" || failed;
  const prepared = task.preparedAt !== null;
  const state = (reached: boolean, before: boolean): Step["state"] =>
    reached ? "done" : !before ? "ahead" : failed ? "failed" : "now";
  const allSent = prepared && task.files.pending === 0 && (task.files.failed === 0 || !failed);
  return [
    {
      name: "Solicitada",
      at: task.createdAt,
      note: ORIGIN[task.origin] ?? `por ${task.requestedName}`,
      state: "done",
    },
    {
      name: "Preparada",
      at: task.preparedAt,
      note: prepared ? count(made) : task.startedAt ? `${count(made)} até agora` : "",
      state: state(prepared, true),
    },
    {
      name: "Enviada",
      at: task.deliveredAt,
      note:
        prepared && made > 0
          ? `${count(task.files.sent + task.files.done)} de ${made.toLocaleString("pt-BR")}${task.files.failed > 0 ? `, ${task.files.failed} com falha` : ""}`
          : made === 0 && ended && prepared
            ? "nenhum movimento no período"
            : "",
      state: state(allSent, prepared),
    },
    {
      name: "Confirmada",
      at: task.confirmedAt ?? (task.status === "done" ? task.finishedAt : null),
      note: task.files.sent > 0 && task.status === "sent" ? "aguardando o aceite do parceiro" : "",
      state: state(task.status === "done", allSent),
    },
  ];
}

const ICON = { done: Check, now: LoaderCircle, failed: X, ahead: Circle } as const;
const STATE_WORD = {
  done: "concluída",
  now: "em andamento",
  failed: "com falha",
  ahead: "não iniciada",
} as const;

/** The way of a task through the hub. */
export function TaskTimeline({ task, timeZone }: { task: TaskDetail; timeZone: string }) {
  return (
    <section aria-label="Andamento">
      <h3 className="mb-2 text-sm font-semibold">Andamento</h3>
      <ol className="flex flex-col">
        {stepsOf(task).map((step, index, all) => {
          const Icon = ICON[step.state];
          return (
            <li key={step.name} className="flex gap-3">
              <div aria-hidden className="flex flex-col items-center">
                <span
                  className={cn(
                    "grid size-5 place-items-center rounded-full",
                    step.state === "done" && "bg-done-soft text-done",
                    step.state === "now" && "bg-pending-soft text-pending",
                    step.state === "failed" && "bg-failed-soft text-failed",
                    step.state === "ahead" && "text-muted-foreground",
                  )}
                >
                  <Icon className="size-3.5" />
                </span>
                {index < all.length - 1 && <span className="w-px flex-1 bg-border" />}
              </div>
              <div className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-4 pb-3 text-sm">
                <span>
                  <span
                    className={cn(
                      "font-medium",
                      step.state === "ahead" && "font-normal text-muted-foreground",
                    )}
                  >
                    {step.name}
                  </span>
                  <span className="sr-only">, {STATE_WORD[step.state]}</span>
                  {step.note && <span className="text-muted-foreground"> · {step.note}</span>}
                </span>
                {step.at && (
                  <time dateTime={step.at} className="text-muted-foreground">
                    {formatInstant(new Date(step.at), timeZone)}
                  </time>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {task.attempt > 1 && (
        <p className="text-sm text-muted-foreground">
          {task.attempt.toLocaleString("pt-BR")} tentativas até agora.
        </p>
      )}
    </section>
  );
}
