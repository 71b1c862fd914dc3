"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { ShownPlan } from "@/lib/admin/days/list-plans.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Progress } from "../ui/progress.tsx";
import type { PlanActions } from "./plan-actions.ts";

/** Props of {@link PlanList}. */
export interface PlanListProps {
  plans: readonly ShownPlan[];
  timeZone: string;
  mayRun: boolean;
  actions: Pick<PlanActions, "stop" | "resume">;
}

/** Plans that were started: how far each is, and the button that stops it or lets it go on. */
export function PlanList({ plans, timeZone, mayRun, actions }: PlanListProps) {
  const router = useRouter();
  const [busy, setBusy] = useState<number | null>(null);
  const [problem, setProblem] = useState<ReactNode>(null);

  async function act(
    planId: number,
    work: (input: { planId: number }) => Promise<Outcome<object>>,
  ) {
    setBusy(planId);
    const outcome = await work({ planId }).catch(() => null);
    setBusy(null);
    setProblem(
      outcome?.ok
        ? null
        : outcome
          ? describeProblem(outcome.problem)
          : "O servidor não respondeu. Confira sua rede e tente novamente.",
    );
    router.refresh();
  }
  if (plans.length === 0) return null;
  return (
    <section aria-label="Envios do que faltava" className="flex flex-col gap-2">
      {problem && <Alert tone="error">{problem}</Alert>}
      {plans.map((plan) => {
        const over = plan.delivered + plan.failed;
        const total = over + plan.waiting + plan.running + plan.stopped;
        return (
          <div key={plan.id} className="flex flex-col gap-2 rounded-md border bg-card p-3 text-sm">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span>
                Envio do que faltava, por {plan.requestedName} em{" "}
                {formatInstant(new Date(plan.createdAt), timeZone).slice(0, 16)}: {describe(plan)}
              </span>
              {mayRun && plan.waiting > 0 && (
                <Button
                  size="sm"
                  variant="outline"
                  busy={busy === plan.id}
                  onClick={() => void act(plan.id, actions.stop)}
                >
                  Parar
                </Button>
              )}
              {mayRun && plan.waiting === 0 && plan.stopped > 0 && (
                <Button
                  size="sm"
                  variant="outline"
                  busy={busy === plan.id}
                  onClick={() => void act(plan.id, actions.resume)}
                >
                  Retomar
                </Button>
              )}
            </div>
            <Progress value={over} max={total} label={`Envio ${plan.id}`} />
          </div>
        );
      })}
    </section>
  );
}

function describe({ delivered, failed, waiting, running, stopped }: ShownPlan): string {
  const total = delivered + failed + waiting + running + stopped;
  return [
    `${delivered.toLocaleString("pt-BR")} de ${formatCount(total, "tarefa enviada", "tarefas enviadas")}`,
    failed > 0 ? `${failed.toLocaleString("pt-BR")} com falha` : "",
    running > 0 ? `${running.toLocaleString("pt-BR")} em andamento` : "",
    stopped > 0 ? formatCount(stopped, "tarefa parada", "tarefas paradas") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
