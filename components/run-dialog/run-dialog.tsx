"use client";

import { Play } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useId, useRef, useState, type FormEvent } from "react";
import { toast } from "sonner";
import { describeProblem } from "../forms/describe-problem.tsx";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { DateField } from "../ui/date-field.tsx";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { countDays, type Day, isDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { quickPeriods } from "./quick-periods.ts";
import { RunPlanList } from "./run-plan.tsx";
import type { RunActions } from "./run-actions.ts";
import { useRunRequest } from "./use-run-request.ts";

/** Props of {@link RunDialog}. */
export interface RunDialogProps {
  integrationId: number;
  /** The organization's day. */
  today: Day;
  maxDays: number;
  actions: RunActions;
}

const SENT = "Solicitação enviada para a fila de processamento.";

/** "Executar integração": the button, its window, and the message that the request is in the queue. */
export function RunDialog({ integrationId, today, maxDays, actions }: RunDialogProps) {
  // The list's "Executar integração" leads here with the window already open.
  const [open, setOpen] = useState(useSearchParams().get("executar") === "sim");
  const [sent, setSent] = useState<number[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const formId = useId();
  const request = useRunRequest({ integrationId, today, maxDays, actions, onSent });
  const { period, problem, plan, busy } = request;
  const days = isDay(period.first) && isDay(period.last) ? countDays(period) : 0;

  function change(next: boolean) {
    if (next) request.restore();
    setOpen(next);
  }
  function onSent(taskIds: number[]) {
    setOpen(false);
    setSent(taskIds);
    toast.success(SENT, {
      description:
        taskIds.length === 1
          ? `Tarefa ${taskIds[0]}`
          : formatCount(taskIds.length, "tarefa criada", "tarefas criadas"),
    });
    refreshGrid("tarefas");
  }
  async function submit(event: FormEvent) {
    event.preventDefault();
    await request.submit();
    // After React has drawn what is wrong: the first wrong field takes the focus.
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus(),
    );
  }

  return (
    <Dialog open={open} onOpenChange={change}>
      <div className="flex max-w-full flex-col items-end gap-2 max-sm:w-full max-sm:items-stretch">
        <DialogTrigger asChild>
          <Button>
            <Play aria-hidden />
            Executar integração
          </Button>
        </DialogTrigger>
        <div aria-live="polite" className="empty:hidden">
          {sent.length > 0 && (
            <Alert tone="success" onDismiss={() => setSent([])}>
              {SENT}{" "}
              <Link
                className="font-medium text-primary underline"
                href={
                  sent.length === 1
                    ? `/integracoes/${integrationId}/tarefas?tarefa=${sent[0]}`
                    : `/integracoes/${integrationId}/tarefas`
                }
              >
                {sent.length === 1 ? `Ver tarefa ${sent[0]}` : `Ver as ${sent.length} tarefas`}
              </Link>
            </Alert>
          )}
        </div>
      </div>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Executar integração</DialogTitle>
          <DialogDescription>
            Envia os movimentos do período informado, até {formatCount(maxDays, "dia", "dias")} por
            processamento.
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          <form
            id={formId}
            ref={form}
            noValidate
            onSubmit={(event) => void submit(event)}
            className="flex flex-col gap-3 pb-1"
          >
            <div className="grid grid-cols-2 gap-3 max-[400px]:grid-cols-1">
              <Field label="Data inicial mov." required error={problem?.fields?.first}>
                <DateField
                  value={period.first}
                  max={today}
                  onChange={(first) => request.setPeriod({ ...period, first })}
                />
              </Field>
              <Field label="Data final mov." required error={problem?.fields?.last}>
                <DateField
                  value={period.last}
                  max={today}
                  onChange={(last) => request.setPeriod({ ...period, last })}
                />
              </Field>
            </div>
            <div className="flex flex-wrap items-center gap-2">
              {quickPeriods(today).map((choice) => (
                <Button
                  key={choice.label}
                  variant="outline"
                  size="sm"
                  onClick={() => request.setPeriod(choice.period)}
                >
                  {choice.label}
                </Button>
              ))}
              <span
                role="status"
                className="ml-auto min-h-5 text-sm text-muted-foreground tabular-nums"
              >
                {days > 0 && formatCount(days, "dia", "dias")}
              </span>
            </div>
            {problem && !problem.fields && (
              <Alert tone={problem.kind === "conflict" || plan !== undefined ? "warning" : "error"}>
                {describeProblem(problem)}
              </Alert>
            )}
            {plan !== undefined && (
              <RunPlanList
                plan={plan}
                chosen={request.chosen}
                onChoose={request.setChosen}
                skipSent={request.skipSent}
                onSkipSent={request.changeSkipSent}
              />
            )}
          </form>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">Cancelar</Button>
          </DialogClose>
          <Button type="submit" form={formId} busy={busy}>
            {plan === undefined
              ? "Processar"
              : `Processar ${formatCount(request.chosen.size, "tarefa", "tarefas")}`}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
