"use client";

import {
  Check,
  Circle,
  CircleAlert,
  Clock,
  CornerDownRight,
  LoaderCircle,
  MinusCircle,
  RotateCw,
} from "lucide-react";
import Link from "next/link";
import { DataView } from "../received/data-view.tsx";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import type { StepView } from "@/lib/admin/multi-cv/read-reservation.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { findRepeated, isThrough, spanOf } from "./find-repeated.ts";
import { describeFlow } from "./state-words.tsx";

const LOOK = {
  pending: { word: "ainda não começou", icon: Circle, classes: "text-muted-foreground" },
  running: { word: "em processamento", icon: LoaderCircle, classes: "bg-sent-soft text-sent" },
  done: { word: "feita", icon: Check, classes: "bg-done-soft text-done" },
  skipped: { word: "dispensada", icon: MinusCircle, classes: "bg-secondary text-muted-foreground" },
  failed: {
    word: "com falha; haverá nova tentativa",
    icon: Clock,
    classes: "bg-pending-soft text-pending",
  },
  stuck: { word: "com erro", icon: CircleAlert, classes: "bg-failed-soft text-failed" },
} as const;

/** It was tried, and the moment for it has not come. */
const WAITING = {
  word: "aguardando o horário",
  icon: Clock,
  classes: "bg-pending-soft text-pending",
} as const;

interface StepJournalProps {
  steps: readonly StepView[];
  integrationId: number;
  timeZone: string;
  mayReadLogs: boolean;
  busy: boolean;
  /** null where the profile does not allow it. */
  onRepeat: ((step: StepView, from: boolean) => void) | null;
}

/** How long a step took: "0,8 s", "2 min 5 s". */
export function formatDuration(begunAt: string | null, endedAt: string | null): string {
  if (!begunAt || !endedAt) return "";
  const seconds = Math.max(0, (Date.parse(endedAt) - Date.parse(begunAt)) / 1000);
  if (seconds < 60) return `${seconds.toLocaleString("pt-BR", { maximumFractionDigits: 1 })} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** The journal: each effect on each system, with its times, tries and the partner's answer folded. */
export function StepJournal({ steps, ...rest }: StepJournalProps) {
  const flows = [...new Set(steps.map(({ flow }) => flow))];
  return (
    <div className="flex flex-col gap-5">
      {flows.map((flow) => {
        const own = steps.filter((step) => step.flow === flow);
        const repeated = findRepeated(own);
        const list = (
          <ol className="flex flex-col">
            {own.map((step, index) => (
              <JournalStep
                key={step.id}
                step={step}
                last={index === own.length - 1}
                repeated={repeated.has(step.id)}
                {...rest}
              />
            ))}
          </ol>
        );
        return (
          <section key={flow} aria-label={describeFlow(flow)}>
            {isThrough(own) ? (
              // One line says it all; the steps are there for who asks.
              <details>
                <summary className="inline-flex min-h-8 cursor-pointer items-center gap-2 text-sm hover:underline pointer-coarse:min-h-11">
                  <Check aria-hidden className="size-4 text-done" />
                  {summarizeFlow(flow, own, repeated.size)}
                </summary>
                <div className="mt-2">{list}</div>
              </details>
            ) : (
              <>
                <h3 className="mb-2 text-xs font-medium text-muted-foreground">
                  {describeFlow(flow)}
                </h3>
                {list}
              </>
            )}
          </section>
        );
      })}
    </div>
  );
}

/** "Transferência para o terminal: 12 etapas concluídas em 24 s". */
function summarizeFlow(flow: string, steps: readonly StepView[], repeated: number): string {
  const count = steps.filter(({ item }) => item === "").length;
  const { begunAt, endedAt } = spanOf(steps);
  const duration = repeated === 0 ? formatDuration(begunAt, endedAt) : "";
  return [
    `${describeFlow(flow)}: ${formatCount(count, "etapa concluída", "etapas concluídas")}`,
    duration && ` em ${duration}`,
    repeated > 0 && ` · ${formatCount(repeated, "etapa repetida", "etapas repetidas")}`,
  ]
    .filter(Boolean)
    .join("");
}

function JournalStep({
  step,
  last,
  repeated,
  integrationId,
  timeZone,
  mayReadLogs,
  busy,
  onRepeat,
}: Omit<StepJournalProps, "steps"> & { step: StepView; last: boolean; repeated: boolean }) {
  const waits = step.status === "pending" && step.nextTryAt !== null;
  const { word, icon: Icon, classes } = waits ? WAITING : LOOK[step.status];
  const moment = step.endedAt ?? step.begunAt;
  const duration = formatDuration(step.begunAt, step.endedAt);
  const repeatable =
    onRepeat && step.item === "" && ["stuck", "failed", "done", "skipped"].includes(step.status);
  const quiet = repeatable && (step.status === "done" || step.status === "skipped");
  return (
    <li className="flex gap-3">
      <div aria-hidden className={cn("flex flex-col items-center", step.item && "ml-5")}>
        <span className={cn("grid size-5 shrink-0 place-items-center rounded-full", classes)}>
          {step.item ? (
            <CornerDownRight className="size-3.5" />
          ) : (
            <Icon className={cn("size-3.5", step.status === "running" && "animate-spin")} />
          )}
        </span>
        {!last && <span className="w-px flex-1 bg-border" />}
      </div>
      <div className="min-w-0 flex-1 pb-3 text-sm">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span>
            <span
              className={cn(
                "font-medium",
                step.status === "pending" && !waits && "font-normal text-muted-foreground",
              )}
            >
              {step.label}
            </span>
            <span className="text-muted-foreground">
              {step.status === "done" ? <span className="sr-only">, {word}</span> : <> · {word}</>}
              {repeated && <> · repetida na tarefa {step.taskId}</>}
              {step.tries > 0 && (
                <> · {formatCount(step.tries, "tentativa sem sucesso", "tentativas sem sucesso")}</>
              )}
            </span>
          </span>
          {moment && (
            <span className="text-xs text-muted-foreground tabular-nums">
              {quiet && (
                <button
                  type="button"
                  disabled={busy}
                  aria-label={`Refazer a partir desta etapa: ${step.label}`}
                  onClick={() => onRepeat(step, true)}
                  className="mr-3 min-h-6 rounded-sm text-primary hover:underline disabled:opacity-50 pointer-coarse:min-h-11"
                >
                  Refazer a partir desta etapa
                </button>
              )}
              {duration && <>{duration} · </>}
              <time dateTime={moment}>{formatInstant(new Date(moment), timeZone)}</time>
            </span>
          )}
        </div>
        {step.note && <p className="text-muted-foreground wrap-anywhere">{step.note}</p>}
        {step.errorReason && (
          <p
            className={cn(
              "wrap-anywhere",
              step.status === "stuck" ? "text-failed" : "text-foreground/85",
            )}
          >
            {step.errorReason}
          </p>
        )}
        {step.nextTryAt && step.status !== "done" && (
          <p className="text-muted-foreground">
            Próxima tentativa em {formatInstant(new Date(step.nextTryAt), timeZone)}.
          </p>
        )}
        {step.answer !== null && step.answer !== undefined && (
          <details className="group/answer mt-1">
            <summary className="inline-flex min-h-6 items-center text-xs text-primary hover:underline pointer-coarse:min-h-11">
              Resposta do parceiro
            </summary>
            <div className="mt-1 max-h-96 overflow-auto rounded-md border bg-muted p-3">
              <DataView value={step.answer} />
            </div>
          </details>
        )}
        {((repeatable && !quiet) || (mayReadLogs && step.status === "stuck" && step.taskId)) && (
          <div className="mt-1.5 flex flex-wrap gap-2">
            {repeatable && (
              <Button size="sm" variant="outline" busy={busy} onClick={() => onRepeat(step, false)}>
                <RotateCw aria-hidden /> Repetir etapa
              </Button>
            )}
            {repeatable && (
              <Button
                size="sm"
                variant="ghost"
                disabled={busy}
                aria-label={`Refazer a partir desta etapa: ${step.label}`}
                onClick={() => onRepeat(step, true)}
              >
                Refazer a partir desta etapa
              </Button>
            )}
            {mayReadLogs && step.status === "stuck" && step.taskId && (
              <Button size="sm" variant="ghost" asChild>
                <Link href={`/integracoes/${integrationId}/logs?tarefa=${step.taskId}`}>
                  Ver logs
                </Link>
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
