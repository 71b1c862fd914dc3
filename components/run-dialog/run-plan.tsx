"use client";

import { Checkbox } from "../ui/checkbox.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { RunPlan } from "@/lib/admin/tasks/plan-run.ts";
import { formatDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** Props of {@link RunPlanList}. */
export interface RunPlanListProps {
  plan: RunPlan | null;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  skipSent: boolean;
  onSkipSent: (skip: boolean) => void;
}

/** A long period as the tasks it would become, each of which can be left out, before anything starts. */
export function RunPlanList({ plan, chosen, onChoose, skipSent, onSkipSent }: RunPlanListProps) {
  function toggle(first: string) {
    const next = new Set(chosen);
    if (!next.delete(first)) next.add(first);
    onChoose(next);
  }
  return (
    <fieldset className="min-w-0 rounded-md border p-3">
      <legend className="px-1 text-sm font-medium">
        Tarefas de até {plan?.maxDays ?? 31} dias
      </legend>
      <label
        htmlFor="plan-skip-sent"
        className="flex min-h-8 items-center gap-2 text-sm pointer-coarse:min-h-11"
      >
        <Checkbox
          id="plan-skip-sent"
          checked={skipSent}
          onCheckedChange={(checked) => onSkipSent(checked === true)}
        />
        <span>Não incluir os dias já enviados</span>
        {plan && plan.sentDays > 0 && (
          <span className="text-muted-foreground">
            ({formatCount(plan.sentDays, "dia", "dias")})
          </span>
        )}
      </label>
      {!plan && (
        <div className="space-y-2 py-2" role="status" aria-label="Carregando o plano">
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} className="h-6" />
          ))}
        </div>
      )}
      {plan && plan.tasks.length === 0 && (
        <p className="py-3 text-sm text-muted-foreground">
          Todos os dias deste período já foram enviados. Não há tarefa a criar.
        </p>
      )}
      {plan && plan.tasks.length > 0 && (
        <ol className="mt-1 max-h-56 divide-y overflow-y-auto overscroll-contain border-t">
          {plan.tasks.map((task, index) => (
            <li key={task.first}>
              <label
                htmlFor={`plan-${task.first}`}
                className="flex min-h-9 items-center gap-2 px-0.5 text-sm tabular-nums pointer-coarse:min-h-11"
              >
                <Checkbox
                  id={`plan-${task.first}`}
                  checked={chosen.has(task.first)}
                  disabled={task.conflictWith !== null}
                  onCheckedChange={() => toggle(task.first)}
                />
                <span className="w-5 text-right text-muted-foreground">{index + 1}.</span>
                <span className="min-w-0 flex-1">
                  {formatDay(task.first)} a {formatDay(task.last)}
                  {task.conflictWith !== null && (
                    <span className="block text-xs text-pending">
                      Em conflito com a tarefa {task.conflictWith}, ainda pendente
                    </span>
                  )}
                </span>
                <span className="text-muted-foreground">
                  {formatCount(task.days, "dia", "dias")}
                </span>
              </label>
            </li>
          ))}
        </ol>
      )}
    </fieldset>
  );
}
