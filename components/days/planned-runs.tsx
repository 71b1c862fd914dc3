import type { MissingPlan } from "@/lib/admin/days/plan-missing.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { formatDay } from "@/lib/core/period.ts";
import type { PlannedRun } from "@/lib/core/plan-days.ts";
import { Alert } from "../ui/alert.tsx";

const SHOWN = 12;

/** The tasks of a plan, what stays out of it and why, and how long it takes. */
export function PlannedRuns({ plan }: { plan: MissingPlan }) {
  if (plan.operations.length === 0)
    return <p role="status">Nada falta: o parceiro tem todos os dias que já deveriam ter ido.</p>;
  return (
    <div className="flex flex-col gap-3 text-sm" role="status">
      <p className="font-medium">
        {formatCount(plan.tasks, "tarefa", "tarefas")} · {formatCount(plan.days, "dia", "dias")}
        {plan.seconds !== null && ` · ${describeDuration(plan.seconds)}`}
      </p>
      {plan.operations.map((each) => (
        <section key={`${each.integrationId}:${each.operation}`} className="flex flex-col gap-1">
          <h3 className="font-medium">
            {each.description} · {each.label}
          </h3>
          {each.obstacle && <Alert tone="warning">{each.obstacle}</Alert>}
          <ul className="list-disc pl-5 tabular-nums">
            {each.runs.slice(0, SHOWN).map((run) => (
              <li key={run.first}>{describeRun(run)}</li>
            ))}
            {each.runs.length > SHOWN && (
              <li>mais {formatCount(each.runs.length - SHOWN, "tarefa", "tarefas")}</li>
            )}
          </ul>
          {describeLeftOut(each.leftOut).map((sentence) => (
            <p key={sentence} className="text-muted-foreground">
              {sentence}
            </p>
          ))}
        </section>
      ))}
    </div>
  );
}

function describeRun({ first, last, branchIds }: PlannedRun): string {
  const days = first === last ? formatDay(first) : `${formatDay(first)} a ${formatDay(last)}`;
  return `${days} · ${branchIds === null ? "todas as filiais" : formatCount(branchIds.length, "filial", "filiais")}`;
}

function describeLeftOut(leftOut: MissingPlan["operations"][number]["leftOut"]): string[] {
  const again = leftOut.filter(({ why }) => why === "again").length;
  const running = leftOut.length - again;
  return [
    again > 0
      ? `${formatCount(again, "dia fica de fora", "dias ficam de fora")}: parte das filiais já está com o parceiro, e ele recusaria ou contaria o dia duas vezes. Combine com ele como corrigir.`
      : "",
    running > 0
      ? `${formatCount(running, "dia fica de fora", "dias ficam de fora")}: uma tarefa já está enviando.`
      : "",
  ].filter(Boolean);
}

function describeDuration(seconds: number): string {
  if (seconds < 60) return "menos de 1 minuto";
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? `cerca de ${formatCount(minutes, "minuto", "minutos")}`
    : `cerca de ${formatCount(Math.round(minutes / 60), "hora", "horas")}`;
}
